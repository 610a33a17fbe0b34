/**
 * What a shell reads once. The scripts know nothing of the commands: they ask `tunq __complete`, a candidate a line with
 * its description behind a tab, so that they never go stale. `:files` and `:folders` leave the rest to the shell. A
 * candidate that ends in `=` goes on.
 */
export const completionScripts = {
  bash: `# tunq: completion for bash. Written by \`tunq completion bash\`.
_tunq() {
  local program=$1 current=\${COMP_WORDS[COMP_CWORD]} word description
  [[ $current == [=:] ]] && current=
  [[ $(type -t -- "$program") == file ]] || program=tunq
  COMPREPLY=()
  while IFS=$'\\t' read -r word description; do
    case $word in
      :files | :folders)
        compopt -o filenames 2>/dev/null
        local kind=-f path
        [[ $word == :folders ]] && kind=-d
        while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$kind" -- "$current")
        ;;
      *=)
        compopt -o nospace 2>/dev/null
        COMPREPLY+=("$word")
        ;;
      *) COMPREPLY+=("$word") ;;
    esac
  done < <("$program" __complete --line "\${COMP_LINE:0:COMP_POINT}" --breaks "$COMP_WORDBREAKS" 2>/dev/null)
}
complete -F _tunq tunq
`,
  zsh: `#compdef tunq
# tunq: completion for zsh. Written by \`tunq completion zsh\`.
_tunq() {
  local line word shown paths
  local -a given lines whole open
  given=("\${(@Q)words[2,CURRENT-1]}")
  (( CURRENT > 2 )) || given=()
  lines=("\${(@f)$("\${(Q)words[1]}" __complete -- "\${given[@]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  for line in $lines; do
    word=\${line%%$'\\t'*}
    shown=\${word//:/\\\\:}
    [[ $line == *$'\\t' ]] || shown+=:\${line#*$'\\t'}
    case $word in
      :files) paths=files ;;
      :folders) paths=folders ;;
      *=) open+=("$shown") ;;
      *) whole+=("$shown") ;;
    esac
  done
  (( $#open )) && _describe -t keys key open -S ''
  (( $#whole )) && _describe -t values tunq whole
  if [[ -n $paths ]]; then
    [[ $PREFIX == --*=* ]] && compset -P '*='
    if [[ $paths == folders ]]; then _files -/; else _files; fi
  fi
}
if [[ $funcstack[1] == _tunq ]]; then
  _tunq "$@"
else
  compdef _tunq tunq
fi
`,
  fish: `# tunq: completion for fish. Written by \`tunq completion fish\`.
function __tunq_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    type -fq -- $program; or set program tunq
    set -e words[1]
    set -l typed (string unescape -- $current; or string trim -l -c '\\'"' -- $current)
    for line in (command $program __complete -- $words "$typed" 2>/dev/null)
        switch $line
            case ':files*' ':folders*'
                set -l prefix (string match -r -- '^--[^=]*=' $current; or echo '')
                set -l path (string replace -r -- '^--[^=]*=' '' $current)
                for found in (__fish_complete_path $path)
                    string match -q -- ':folders*' $line; and not string match -q -- '*/*' $found; and continue
                    echo -- $prefix$found
                end
            case '*'
                echo -- $line
        end
    end
end
complete -c tunq -f -a '(__tunq_complete)'
`,
} as const;

export type Shell = keyof typeof completionScripts;

export const shells = Object.keys(completionScripts) as readonly Shell[];
