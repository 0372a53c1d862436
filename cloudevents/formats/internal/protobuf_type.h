// Which protobuf message an event's data is, as its datacontenttype and dataschema say.
//
// An Any names its message by a URL that ends in the message's full name,
// "type.googleapis.com/shop.Order"; where it has no scheme, "https" is meant (any.proto). As a
// dataschema, which has to be an absolute URI, the scheme is written out. Where dataschema says
// something else, the media type's parameter `proto` has the full name.
#ifndef CLOUDEVENTS_FORMATS_INTERNAL_PROTOBUF_TYPE_H_
#define CLOUDEVENTS_FORMATS_INTERNAL_PROTOBUF_TYPE_H_

#include <optional>
#include <string>
#include <string_view>

namespace cloudevents::internal {

// Whether the media type declares a serialised protobuf message.
bool IsProtobufMediaType(std::string_view media_type);

// The full name at the end of a type URL; empty if it ends in none.
std::string_view MessageNameOf(std::string_view type_url);

// A type URL with and without "https://".
std::string WithScheme(std::string_view type_url);
std::string_view WithoutScheme(std::string_view type_url);

// The type URL of the message that data with these attributes is, without scheme; empty if they do
// not say that it is one, or not which.
std::string TypeUrlOf(std::string_view datacontenttype, std::string_view dataschema);

// The message's name that data with these attributes is said to have, whether or not it can be one;
// nullopt if they name no message.
std::optional<std::string> NamedMessage(std::string_view datacontenttype,
                                        std::string_view dataschema);

// `media_type` with the parameter `proto`; as it is where it has one.
std::string WithMessageName(std::string_view media_type, std::string_view name);

// The type URL of a message by its full name, at the usual place.
std::string UsualTypeUrl(std::string_view name);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_FORMATS_INTERNAL_PROTOBUF_TYPE_H_
