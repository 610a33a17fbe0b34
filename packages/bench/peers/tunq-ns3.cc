/*
 * The anchor scenario in ns-3.37: one CUBIC flow through a link whose queue stands for the ring of a TUN device.
 *
 *   BulkSendApplication -> TCP -> [PfifoFastQueueDisc] -> queue of `slots` packets -> `rate` -> half an RTT -> PacketSink
 *
 * With backpressure the device stops its transmission queue when it is full, and packets wait in the queue disc; without,
 * flow control is off and the device's queue drops its tail, as tun does. SACK, timestamps, CUBIC with HyStart and PRR are
 * on; RACK, TSO, TSQ and autotuning do not exist in ns-3: sockets have buffers of 6 MB from the start.
 *
 *   g++ -std=c++17 -O3 -march=native -o tunq-ns3 tunq-ns3.cc -lns3-applications -lns3-point-to-point \
 *     -lns3-traffic-control -lns3-internet -lns3-bridge -lns3-stats -lns3-network -lns3-core
 *   ./tunq-ns3 --rate=200 --rtt=40 --slots=500 --backpressure=0 --seconds=10     prints one JSON object
 */
#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
#include "ns3/traffic-control-module.h"

#include <ctime>
#include <iomanip>
#include <iostream>

using namespace ns3;

namespace {

constexpr uint16_t kPort = 5201;
constexpr uint32_t kPayload = 1448;
constexpr uint32_t kSocketBuffer = 6000000;
constexpr char kNeverFull[] = "100000p";

struct Experiment {
  double rateMbit = 200;
  double rttMs = 40;
  uint32_t slots = 500;
  bool backpressure = false;
  double seconds = 10;

  void Read(int argc, char** argv) {
    CommandLine line(__FILE__);
    line.AddValue("rate", "of the reader, Mbit/s", rateMbit);
    line.AddValue("rtt", "of the empty path, ms", rttMs);
    line.AddValue("slots", "of the ring", slots);
    line.AddValue("backpressure", "stop the queue instead of dropping", backpressure);
    line.AddValue("seconds", "of simulated time", seconds);
    line.Parse(argc, argv);
  }
};

/// What Linux has by default, as far as ns-3 has it.
void ConfigureTcp() {
  Config::SetDefault("ns3::TcpL4Protocol::SocketType", TypeIdValue(TcpCubic::GetTypeId()));
  Config::SetDefault("ns3::TcpL4Protocol::RecoveryType", TypeIdValue(TcpPrrRecovery::GetTypeId()));
  Config::SetDefault("ns3::TcpCubic::HyStart", BooleanValue(true));
  Config::SetDefault("ns3::TcpSocketBase::Sack", BooleanValue(true));
  Config::SetDefault("ns3::TcpSocketBase::Timestamp", BooleanValue(true));
  Config::SetDefault("ns3::TcpSocketBase::MinRto", TimeValue(MilliSeconds(200)));
  Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(kPayload));
  Config::SetDefault("ns3::TcpSocket::InitialCwnd", UintegerValue(10));
  Config::SetDefault("ns3::TcpSocket::DelAckCount", UintegerValue(2));
  Config::SetDefault("ns3::TcpSocket::DelAckTimeout", TimeValue(MilliSeconds(40)));
  Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(kSocketBuffer));
  Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(kSocketBuffer));
}

/// A host that sends and one that receives, with the ring between them.
class Topology {
 public:
  explicit Topology(const Experiment& experiment) {
    NodeContainer hosts(2);
    InternetStackHelper().Install(hosts);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", DataRateValue(DataRate(static_cast<uint64_t>(experiment.rateMbit * 1e6))));
    link.SetChannelAttribute("Delay", TimeValue(NanoSeconds(static_cast<int64_t>(experiment.rttMs * 5e5))));
    link.SetQueue("ns3::DropTailQueue<Packet>", "MaxSize", StringValue(std::to_string(experiment.slots) + "p"));
    if (!experiment.backpressure) link.DisableFlowControl();
    const NetDeviceContainer devices = link.Install(hosts);
    forward = DynamicCast<PointToPointNetDevice>(devices.Get(0))->GetQueue();
    backward = DynamicCast<PointToPointNetDevice>(devices.Get(1))->GetQueue();
    backward->SetAttribute("MaxSize", StringValue(kNeverFull));
    if (experiment.backpressure) {
      TrafficControlHelper above;
      above.SetRootQueueDisc("ns3::PfifoFastQueueDisc");
      qdisc = above.Install(devices.Get(0)).Get(0);
    }
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    Applications(hosts, addresses.Assign(devices).GetAddress(1));
  }

  Ptr<Queue<Packet>> forward, backward;
  Ptr<QueueDisc> qdisc;
  Ptr<PacketSink> sink;

 private:
  void Applications(const NodeContainer& hosts, Ipv4Address receiver) {
    PacketSinkHelper sinks("ns3::TcpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), kPort));
    const ApplicationContainer listening = sinks.Install(hosts.Get(1));
    sink = DynamicCast<PacketSink>(listening.Get(0));
    BulkSendHelper sender("ns3::TcpSocketFactory", InetSocketAddress(receiver, kPort));
    sender.SetAttribute("SendSize", UintegerValue(kPayload));
    sender.Install(hosts.Get(0));
  }
};

/// Samples what waits in front of the link, ten times a second.
class QueueSampler {
 public:
  explicit QueueSampler(const Topology& topology) : topology_(topology) { Schedule(); }
  double Mean() const { return samples_ == 0 ? 0 : static_cast<double>(sum_) / samples_; }

 private:
  void Schedule() { Simulator::Schedule(MilliSeconds(100), &QueueSampler::Sample, this); }
  void Sample() {
    sum_ += topology_.forward->GetNPackets() + (topology_.qdisc ? topology_.qdisc->GetNPackets() : 0);
    samples_++;
    Schedule();
  }

  const Topology& topology_;
  uint64_t sum_ = 0;
  uint32_t samples_ = 0;
};

double CpuSeconds() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

}  // namespace

int main(int argc, char** argv) {
  Experiment experiment;
  experiment.Read(argc, argv);
  ConfigureTcp();
  const Topology topology(experiment);

  const QueueSampler sampler(topology);

  Simulator::Stop(Seconds(experiment.seconds));
  const double before = CpuSeconds();
  Simulator::Run();
  const double cpu = CpuSeconds() - before;

  const uint32_t ringDrops = topology.forward->GetTotalDroppedPackets();
  const uint32_t qdiscDrops = topology.qdisc ? topology.qdisc->GetStats().nTotalDroppedPackets : 0;
  const uint32_t produced = topology.forward->GetTotalReceivedPackets();
  std::cout << std::fixed << std::setprecision(6) << "{\"data\":" << produced + ringDrops + qdiscDrops
            << ",\"acks\":" << topology.backward->GetTotalReceivedPackets() << ",\"ringDrops\":" << ringDrops
            << ",\"qdiscDrops\":" << qdiscDrops << ",\"queued\":" << sampler.Mean() << ",\"events\":" << Simulator::GetEventCount() << ",\"goodputMbps\":"
            << static_cast<double>(topology.sink->GetTotalRx()) * 8e-6 / experiment.seconds << ",\"cpuSeconds\":" << cpu
            << "}" << std::endl;
  return 0;  // Simulator::Destroy belongs to no run.
}
