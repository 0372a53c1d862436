#include "cloudevents/formats/internal/cbor_reader.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/utf8.h"

namespace cloudevents::internal {
namespace {

// The low five bits of an item's first byte (section 3).
constexpr unsigned kInfoMask = 0x1F;
constexpr unsigned kInfoOneByte = 24;  // an argument of 1 byte follows; with 25, 26, 27 of 2, 4, 8
constexpr unsigned kInfoEightBytes = 27;
constexpr unsigned kInfoIndefinite = 31;
constexpr unsigned kMajorShift = 5;
constexpr unsigned kMajorSimple = 7;

constexpr unsigned char kBreakByte = 0xFF;
constexpr std::uint64_t kFirstTwoByteSimple = 32;  // lower ones have one byte only (section 3.3)

CborType TypeOf(unsigned major, unsigned info) {
  if (major != kMajorSimple) return static_cast<CborType>(major);
  if (info == kInfoIndefinite) return CborType::kBreak;
  return info > kInfoOneByte ? CborType::kFloat : CborType::kSimple;
}

bool MayBeIndefinite(CborType type) {
  return type == CborType::kBytes || type == CborType::kText || type == CborType::kArray ||
         type == CborType::kMap || type == CborType::kBreak;
}

// An array, map or tag whose end has not come.
class OpenItem {
 public:
  explicit OpenItem(const CborHead& head)
      : indefinite_(head.indefinite),
        pairs_(head.type == CborType::kMap),
        left_(head.type == CborType::kTag ? 1 : head.argument * (pairs_ ? 2 : 1)) {}

  bool IsFull() const { return !indefinite_ && left_ == 0; }
  bool MayBreak() const { return indefinite_ && !(pairs_ && count_ % 2 != 0); }
  void TakeItem() {
    ++count_;
    if (!indefinite_) --left_;
  }

 private:
  bool indefinite_;
  bool pairs_;
  std::uint64_t left_;
  std::uint64_t count_ = 0;
};

// Those of them that an item is within, the innermost last.
class OpenItems {
 public:
  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }

  void Open(const CborHead& head) {
    items_.emplace_back(head);
    if (items_.back().IsFull()) Close();
  }

  // Whether a break may stand here; it is taken.
  bool Break() {
    if (items_.empty() || !items_.back().MayBreak()) return false;
    Close();
    return true;
  }

  // An item has ended, and with it each one that it was the last in.
  void TakeItem() {
    while (!items_.empty()) {
      items_.back().TakeItem();
      if (!items_.back().IsFull()) return;
      items_.pop_back();
    }
  }

 private:
  void Close() {
    items_.pop_back();
    TakeItem();
  }

  std::vector<OpenItem> items_;
};

}  // namespace

std::string_view CborTypeName(CborType type) {
  switch (type) {
    case CborType::kUnsigned:
    case CborType::kNegative:
      return "an integer";
    case CborType::kBytes:
      return "a byte string";
    case CborType::kText:
      return "a text string";
    case CborType::kArray:
      return "an array";
    case CborType::kMap:
      return "a map";
    case CborType::kTag:
      return "a tag";
    case CborType::kSimple:
      return "a simple value";
    case CborType::kFloat:
      return "a floating-point number";
    case CborType::kBreak:
      return "a break";
  }
  return "unknown";
}

absl::Status CborReader::Malformed(std::string_view what) const {
  return InvalidArgument("malformed CBOR at byte ", position_, ": ", what);
}

absl::Status CborReader::ReadArgument(unsigned info, CborHead& head) {
  if (info < kInfoOneByte) {
    head.argument = info;
    return absl::OkStatus();
  }
  const std::size_t length = std::size_t{1} << (info - kInfoOneByte);
  if (length > left()) return Malformed("it ends within an item's head");
  for (const char byte : bytes_.substr(position_, length)) {
    head.argument = head.argument << 8 | static_cast<unsigned char>(byte);
  }
  position_ += length;
  return absl::OkStatus();
}

// Every item has at least one byte, and a member of a map two items.
absl::Status CborReader::CheckLength(const CborHead& head) const {
  switch (head.type) {
    case CborType::kBytes:
    case CborType::kText:
      if (head.argument <= left()) return absl::OkStatus();
      return Malformed(Cat("a string of ", head.argument, " bytes goes past the end"));
    case CborType::kArray:
      if (head.argument <= left()) return absl::OkStatus();
      return Malformed(Cat("an array of ", head.argument, " items goes past the end"));
    case CborType::kMap:
      if (head.argument <= left() / 2) return absl::OkStatus();
      return Malformed(Cat("a map of ", head.argument, " members goes past the end"));
    default:
      return absl::OkStatus();
  }
}

absl::StatusOr<CborHead> CborReader::ReadHead() {
  if (left() == 0) return Malformed("it ends where an item must follow");
  const unsigned first = static_cast<unsigned char>(bytes_[position_]);
  const unsigned info = first & kInfoMask;
  CborHead head;
  head.type = TypeOf(first >> kMajorShift, info);
  if (info == kInfoIndefinite) {
    if (!MayBeIndefinite(head.type)) {
      return Malformed(Cat(CborTypeName(head.type), " has no indefinite length"));
    }
    head.indefinite = true;
    ++position_;
    return head;
  }
  if (info > kInfoEightBytes) {
    return Malformed(Cat("additional information ", info, " is reserved"));
  }
  ++position_;
  if (absl::Status status = ReadArgument(info, head); !status.ok()) return status;
  if (head.type == CborType::kSimple && info == kInfoOneByte &&
      head.argument < kFirstTwoByteSimple) {
    return Malformed(Cat("simple value ", head.argument, " in two bytes"));
  }
  if (absl::Status status = CheckLength(head); !status.ok()) return status;
  return head;
}

bool CborReader::TakeBreakIf() {
  if (left() == 0 || static_cast<unsigned char>(bytes_[position_]) != kBreakByte) return false;
  ++position_;
  return true;
}

// `head`'s argument is the length of what comes.
absl::Status CborReader::TakeChunk(const CborHead& head, CborUtf8 utf8, std::string* content) {
  const std::string_view chunk = bytes_.substr(position_, head.argument);
  if (head.type == CborType::kText && utf8 == CborUtf8::kChecked && !IsUtf8(chunk)) {
    return Malformed("a text string is not UTF-8");
  }
  position_ += chunk.size();
  if (content != nullptr) *content += chunk;
  return absl::OkStatus();
}

absl::Status CborReader::TakeString(const CborHead& head, CborUtf8 utf8, std::string* content) {
  if (!head.indefinite) return TakeChunk(head, utf8, content);
  while (!TakeBreakIf()) {
    const absl::StatusOr<CborHead> chunk = ReadHead();
    if (!chunk.ok()) return chunk.status();
    if (chunk->type != head.type || chunk->indefinite) {
      return Malformed(
          Cat("each chunk of ", CborTypeName(head.type), " must be one of definite length"));
    }
    if (absl::Status status = TakeChunk(*chunk, utf8, content); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CborReader::ReadString(const CborHead& head, std::string& content) {
  content.clear();
  return TakeString(head, CborUtf8::kChecked, &content);
}

absl::StatusOr<std::string_view> CborReader::ReadItem(std::size_t depth, CborUtf8 utf8) {
  const std::size_t start = position_;
  OpenItems open;
  do {
    const absl::StatusOr<CborHead> head = ReadHead();
    if (!head.ok()) return head.status();
    switch (head->type) {
      case CborType::kBreak:
        if (!open.Break()) return Malformed("a break stands where none may");
        break;
      case CborType::kBytes:
      case CborType::kText:
        if (absl::Status status = TakeString(*head, utf8, nullptr); !status.ok()) return status;
        open.TakeItem();
        break;
      case CborType::kArray:
      case CborType::kMap:
      case CborType::kTag:
        if (depth + open.size() >= max_depth_) {
          return Malformed(Cat("it nests deeper than max_depth (", max_depth_, ")"));
        }
        open.Open(*head);
        break;
      default:
        open.TakeItem();
        break;
    }
  } while (!open.empty());
  return bytes_.substr(start, position_ - start);
}

absl::Status CborReader::ReadEnd() const {
  if (left() == 0) return absl::OkStatus();
  return Malformed(Cat(left(), " bytes follow the item"));
}

absl::Status ValidateCborItem(std::string_view bytes, std::size_t max_depth) {
  CborReader reader(bytes, max_depth);
  const absl::StatusOr<std::string_view> item = reader.ReadItem(/*depth=*/0, CborUtf8::kChecked);
  if (!item.ok()) return item.status();
  return reader.ReadEnd();
}

}  // namespace cloudevents::internal
