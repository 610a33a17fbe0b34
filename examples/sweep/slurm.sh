#!/bin/bash
# A sweep as a Slurm array: every task does one shard, and a task that is requeued goes on where it was.
#
#   sbatch --array=1-4 slurm.sh plan.yaml
#   sbatch --dependency=singleton --job-name=tunq-sweep --wrap 'tunq sweep merge shard-* --out merged'
#
# The second job waits until all tasks of the first, which has the same name, have ended.
#SBATCH --job-name=tunq-sweep
#SBATCH --cpus-per-task=1
#SBATCH --requeue
#SBATCH --output=%x-%a.log
set -eu

exec tunq sweep "$1" --quiet --resume \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --out "shard-$SLURM_ARRAY_TASK_ID" \
  --jobs "${SLURM_CPUS_PER_TASK:-1}"
