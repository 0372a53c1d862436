// Exchanges events with every peer and holds what comes out against the list of deviations.
//
//   interop PEERS LIST
//
// PEERS is a folder with a program for each peer, by its name; .ci/integration makes it. LIST is
// docs/interop.md, which has the deviations and the tables that a run prints.
// Exits with 0 if every cell of the tables is explained, and the document is true.
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/avro_format.h"
#include "cloudevents/formats/cbor_format.h"
#include "cloudevents/formats/xml_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "tests/interop/channel.h"
#include "tests/interop/deviation_list.h"
#include "tests/interop/exchange.h"
#include "tests/interop/peer_process.h"
#include "tests/interop/report.h"
#include "tests/interop/samples.h"

namespace interop {
namespace {

using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::Cat;

constexpr std::string_view kSdks[] = {"Python", "JavaScript", "Go", "Java", "Rust"};

// The independent readers of formats that no SDK speaks.
struct Reader {
  std::string_view name;
  cloudevents::EventFormat format;
};
constexpr Reader kReaders[] = {
    {"lxml", cloudevents::kXmlFormat},
    {"fastavro", cloudevents::kAvroFormat},
    {"cbor2", cloudevents::kCborFormat},
};

constexpr std::string_view kDirections[] = {"from us", "to us"};

// Counts, and says on standard output what went wrong.
class Score {
 public:
  void Add(const std::vector<std::string>& problems) {
    for (const std::string& problem : problems) std::cout << problem << "\n";
    ++(problems.empty() ? passed_ : failed_);
  }
  void Add(const absl::Status& status) {
    Add(status.ok() ? std::vector<std::string>{} : std::vector{Cat("error: ", status.ToString())});
  }

  std::size_t failed() const { return failed_; }
  std::string Line() const { return Cat("interop: ", passed_, " passed, ", failed_, " failed"); }

 private:
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
};

// All samples of a channel, both ways, with every peer.
class Run {
 public:
  Run(std::string peers, std::unique_ptr<Exchange> exchange, DeviationList list, Score& score)
      : peers_(std::move(peers)),
        exchange_(std::move(exchange)),
        list_(std::move(list)),
        score_(score) {}

  // Two lines of `table`.
  void Meet(std::string_view name, const std::vector<Channel>& channels, Table& table) {
    const absl::StatusOr<std::unique_ptr<PeerProcess>> peer =
        PeerProcess::Start(Cat(peers_, "/", name));
    for (const std::string_view direction : kDirections) {
      std::vector<std::string> row = {std::string(name), std::string(direction)};
      for (const Channel& channel : channels) {
        row.push_back(peer.ok() ? Fill(name, direction, **peer, channel) : Broken(peer.status()));
      }
      table.Add(std::move(row));
    }
  }

  const DeviationList& list() const { return list_; }

 private:
  // The cell's text.
  std::string Fill(std::string_view name, std::string_view direction, const PeerProcess& peer,
                   const Channel& channel) {
    Cell cell{std::string(name), std::string(direction), channel.name(), {}};
    for (Sample& sample : channel.samples()) {
      absl::StatusOr<Outcome> outcome = direction == kDirections[0]
                                            ? exchange_->FromUs(peer.port(), channel, sample)
                                            : exchange_->ToUs(peer.port(), channel, sample);
      if (!outcome.ok()) {
        return Broken(Annotate(Cat(name, ", ", direction, ", ", channel.name(), ", ", sample.name),
                               outcome.status()));
      }
      cell.outcomes.emplace_back(std::move(sample), *std::move(outcome));
    }
    const Verdict verdict = list_.Judge(cell);
    score_.Add(verdict.problems);
    return CellText(verdict);
  }

  std::string Broken(const absl::Status& status) {
    score_.Add(status);
    return "BROKEN";
  }

  std::string peers_;
  std::unique_ptr<Exchange> exchange_;
  DeviationList list_;
  Score& score_;
};

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(Cat("cannot read ", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::Status Main(const std::string& peers, const std::string& document, Score& score) {
  const absl::StatusOr<std::string> text = ReadFile(document);
  if (!text.ok()) return text.status();
  absl::StatusOr<DeviationList> list = DeviationList::Parse(*text);
  if (!list.ok()) return Annotate(document, list.status());
  absl::StatusOr<std::unique_ptr<Exchange>> exchange = Exchange::Create();
  if (!exchange.ok()) return exchange.status();
  Run run(peers, *std::move(exchange), *std::move(list), score);

  std::vector<std::string> head = {"SDK", "direction"};
  for (const Channel& channel : SdkChannels()) head.push_back(channel.name());
  Table sdks(std::move(head));
  for (const std::string_view name : kSdks) run.Meet(name, SdkChannels(), sdks);

  Table readers({"reader", "direction", "one event", "batch"});
  for (const auto& [name, format] : kReaders) run.Meet(name, FormatChannels(format), readers);

  score.Add(run.list().Unused());
  const std::string tables = sdks.text() + "\n" + readers.text();
  std::cout << "\n" << tables << "\n";
  score.Add(text->find(tables) == std::string::npos
                ? std::vector{Cat(document, " has another table than the one above")}
                : std::vector<std::string>{});
  return absl::OkStatus();
}

}  // namespace
}  // namespace interop

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: interop PEERS LIST\n";
    return 2;
  }
  interop::Score score;
  if (const absl::Status status = interop::Main(argv[1], argv[2], score); !status.ok()) {
    score.Add(status);
  }
  std::cout << score.Line() << std::endl;
  return score.failed() == 0 ? 0 : 1;
}
