#include "cloudevents/formats/xml_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using internal::Cat;
using ::testing::HasSubstr;

constexpr std::string_view kNamespaces = R"( xmlns="http://cloudevents.io/xmlformat/V1")"
                                         R"( xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance")"
                                         R"( xmlns:xs="http://www.w3.org/2001/XMLSchema")";

// An event with the required attributes, as the specification's examples write it.
std::string Document(std::string_view members) {
  return Cat("<event", kNamespaces,
             " specversion=\"1.0\"><id>1</id><source>/s</source><type>t</type>", members,
             "</event>");
}

Event Decode(std::string_view document, const DecodeOptions& options = {}) {
  absl::StatusOr<Event> event = DecodeXml(std::string(document), options);
  EXPECT_TRUE(event.ok()) << document << ": " << event.status();
  return *std::move(event);
}

std::string ErrorOf(std::string_view document, const DecodeOptions& options = {}) {
  const absl::StatusOr<Event> event = DecodeXml(std::string(document), options);
  EXPECT_FALSE(event.ok()) << document;
  EXPECT_EQ(event.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(internal::Message(event.status()));
}

EventBuilder Minimal() { return EventBuilder().Id("1").Source("/s").Type("t"); }

TEST(XmlFormatTest, WritesOneDocument) {
  const absl::StatusOr<Event> event = Minimal()
                                          .DataContentType("text/plain")
                                          .Subject("<&>")
                                          .Time("2020-03-19T12:54:00-07:00")
                                          .Extension("flag", false)
                                          .TextData("a\r\nb ]]>")
                                          .Build();
  EXPECT_EQ(*EncodeXml(*event),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<ce:event xmlns:ce=\"http://cloudevents.io/xmlformat/V1\""
            " xmlns:xs=\"http://www.w3.org/2001/XMLSchema\""
            " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" specversion=\"1.0\">"
            "<ce:id>1</ce:id><ce:source>/s</ce:source><ce:type>t</ce:type>"
            "<ce:datacontenttype>text/plain</ce:datacontenttype>"
            "<ce:subject>&lt;&amp;&gt;</ce:subject><ce:time>2020-03-19T12:54:00-07:00</ce:time>"
            "<ce:flag xsi:type=\"ce:boolean\">false</ce:flag>"
            "<ce:data xsi:type=\"xs:string\">a&#xD;\nb ]]&gt;</ce:data></ce:event>");
}

TEST(XmlFormatTest, WritesTimestampsAsDateTimes) {
  const absl::StatusOr<Event> event =
      Minimal()
          .Time("2018-04-05t17:31:00.5z")
          .Extension("expiry", *AttributeValue::Timestamp("2018-04-05t17:31:00+01:00"))
          .Extension("word", "tz")
          .Build();
  const std::string document = *EncodeXml(*event);
  EXPECT_THAT(document, HasSubstr("<ce:time>2018-04-05T17:31:00.5Z</ce:time>"));
  EXPECT_THAT(document, HasSubstr(">2018-04-05T17:31:00+01:00</ce:expiry>"));
  EXPECT_THAT(document, HasSubstr(">tz</ce:word>"));
}

TEST(XmlFormatTest, ReadsAttributesInTheirTypes) {
  const Event event = Decode(Document(R"(
      <!-- comments are ignored --><subject>a<!-- even -->b<![CDATA[<c>]]>&#x20AC;</subject>
      <time xsi:type="ce:timestamp"> 2021-08-14T14:30:22-08:00
      </time>
      <dataschema>https://example.com/s</dataschema>
      <?target ignored?>
      <myboolean xsi:type="ce:boolean"> false </myboolean>
      <myinteger xsi:type="ce:integer">-5</myinteger>
      <mystring xsi:type="ce:string"> spaces stay </mystring>
      <mybinary xsi:type="ce:binary">TWE=</mybinary>
      <mylines xsi:type="ce:binary">
        TW
        E=
      </mylines>
      <myuri xsi:type="ce:uri">urn:x:y</myuri>
      <myref xsi:type="ce:uriRef">../a</myref>
      <mytime xsi:type="ce:timestamp">2020-01-01T00:00:00Z</mytime>
      <other xsi:type="ce:string" unknown="ignored"/>)"));
  EXPECT_EQ(event.subject(), "ab<c>\u20AC");
  EXPECT_EQ(event.time_text(), "2021-08-14T14:30:22-08:00");
  EXPECT_EQ(event.extension("myboolean")->boolean(), false);
  EXPECT_EQ(event.extension("myinteger")->integer(), -5);
  EXPECT_EQ(event.extension("mystring")->text(), " spaces stay ");
  EXPECT_EQ(event.extension("mybinary")->binary(), "Ma");
  EXPECT_EQ(event.extension("mylines")->binary(), "Ma");
  EXPECT_EQ(event.extension("myuri")->type(), AttributeType::kUri);
  EXPECT_EQ(event.extension("myref")->type(), AttributeType::kUriReference);
  EXPECT_EQ(event.extension("mytime")->type(), AttributeType::kTimestamp);
  EXPECT_EQ(event.extension("other")->text(), "");
}

TEST(XmlFormatTest, PrefixesAreTheSendersOwn) {
  const Event event = Decode(
      R"(<x:event xmlns:x="http://cloudevents.io/xmlformat/V1" specversion="1.0"
                  xmlns:i="http://www.w3.org/2001/XMLSchema-instance"
                  xmlns:ce="urn:other" xmlns:s="http://www.w3.org/2001/XMLSchema">
           <x:id>1</x:id><x:source>/s</x:source><x:type>t</x:type>
           <x:n i:type="x:integer">5</x:n><x:data i:type="s:string">x</x:data></x:event>)");
  EXPECT_EQ(event.extension("n")->integer(), 5);
  EXPECT_EQ(event.data(), "x");
  // A prefix that stands for something else is not ce's.
  EXPECT_THAT(ErrorOf(Document(R"(<n xmlns:ce="urn:x" xsi:type="ce:integer">5</n>)")),
              HasSubstr("its xsi:type \"ce:integer\" is none of"));
}

struct DataRow {
  std::string_view member;
  DataKind kind;
  std::string_view data;
};

TEST(XmlFormatTest, ReadsData) {
  const DataRow rows[] = {
      {"", DataKind::kAbsent, ""},
      {R"(<data xsi:type="xs:string">plain</data>)", DataKind::kText, "plain"},
      {R"(<data xsi:type="xs:string"/>)", DataKind::kText, ""},
      {R"(<data xsi:type="xs:string"> a<![CDATA[<b>]]>&amp; </data>)", DataKind::kText, " a<b>& "},
      {R"(<data xsi:type="xs:string">{"a":1}</data><datacontenttype>a/json</datacontenttype>)",
       DataKind::kJson, R"({"a":1})"},
      {"<data xsi:type=\"xs:base64Binary\"> AQ\n I= </data>", DataKind::kBinary, "\x01\x02"},
      {R"(<data xsi:type="xs:base64Binary"></data>)", DataKind::kBinary, ""},
      {R"(<data xsi:type="xs:base64Binary">e30=</data><datacontenttype>a/json</datacontenttype>)",
       DataKind::kJson, "{}"},
  };
  for (const DataRow& row : rows) {
    const Event event = Decode(Document(row.member));
    EXPECT_EQ(event.data_kind(), row.kind) << row.member;
    EXPECT_EQ(event.data(), row.data) << row.member;
  }
}

struct ElementRow {
  std::string_view data;
  std::string_view text;
};

TEST(XmlFormatTest, AnElementBecomesTextOfItsOwn) {
  const ElementRow rows[] = {
      // The namespaces that it uses come along, and only those.
      {"<g:a xmlns:g='urn:g'><g:b c='1'/></g:a>", R"(<g:a xmlns:g="urn:g"><g:b c="1"/></g:a>)"},
      {"<a xmlns=''><b/></a>", R"(<a xmlns=""><b/></a>)"},
      {"<a><b xmlns='urn:b'/></a>",
       R"(<a xmlns="http://cloudevents.io/xmlformat/V1"><b xmlns="urn:b"/></a>)"},
      {"<a xmlns='urn:a' xsi:type='xs:int' xml:lang='en'>5</a>",
       R"(<a xmlns="urn:a" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance")"
       R"( xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:int" xml:lang="en">5</a>)"},
      {"<a xmlns='urn:a' xsi:type=' xs:int&#10;'/>",
       R"(<a xmlns="urn:a" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance")"
       R"( xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type=" xs:int&#xA;"/>)"},
      // Declared where they are first used, and no second time below.
      {"<a xmlns='urn:a'><b xsi:nil='1'><c xsi:nil='1'/></b></a>",
       R"(<a xmlns="urn:a"><b xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="1">)"
       R"(<c xsi:nil="1"/></b></a>)"},
      // Content is kept, in canonical spelling.
      {"  <a xmlns='urn:a'><!-- kept --> t &gt; &#13;<![CDATA[<]]><?p i?></a><!-- not kept -->\n",
       R"(<a xmlns="urn:a"><!-- kept --> t &gt; &#xD;&lt;<?p i?></a>)"},
      {"<a xmlns='urn:a' b='&lt;&amp;&quot;&#10;&gt;'></a>",
       "<a xmlns=\"urn:a\" b=\"&lt;&amp;&quot;&#xA;>\"/>"},
  };
  for (const ElementRow& row : rows) {
    const Event event = Decode(
        Document(Cat("<datacontenttype>application/xml</datacontenttype><data xsi:type=\"xs:any\">",
                     row.data, "</data>")));
    EXPECT_EQ(event.data_kind(), DataKind::kText);
    EXPECT_EQ(event.data(), row.text) << row.data;
    // What was an element is one again.
    EXPECT_THAT(*EncodeXml(event), HasSubstr(Cat("xs:any\">", row.text, "</ce:data>")));
    EXPECT_EQ(Decode(*EncodeXml(event)), event) << row.data;
  }
}

struct EmbedRow {
  std::string_view text;
  bool element;
};

TEST(XmlFormatTest, TextStandsAsAnElementOnlyWhereItsBytesAreKept) {
  const EmbedRow rows[] = {
      {"<a/>", true},
      {"<a>t</a>", true},
      {"<a b=\"1\" c=\"2\"/>", true},
      {"<a xmlns=\"urn:a\"/>", true},
      {"<p:a xmlns:p=\"urn:a\"/>", true},
      {"<a><!--c--></a>", true},
      {"<a></a>", false},
      {"<a b='1'/>", false},
      {"<a />", false},
      {"<a/>\n", false},
      {"\n<a/>", false},
      {"<!--c--><a/>", false},
      {"<?xml version=\"1.0\"?><a/>", false},
      {"<a>\r</a>", false},
      {"<a><![CDATA[t]]></a>", false},
      {"<a>></a>", false},
      {"<a", false},
      {"<a/><b/>", false},
      {"", false},
      {"<p:a/>", false},   // undeclared, but declared around it
      {"<ce:a/>", false},  // likewise, by the envelope itself
      {"<a xsi:b=\"1\"/>", false},
      {"<a xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:type=\"xs:int\"/>", false},
      {"<!DOCTYPE a><a/>", false},
      {"<a>&e;</a>", false},
  };
  for (const EmbedRow& row : rows) {
    const Event event = *Minimal().DataContentType("text/xml").TextData(row.text).Build();
    const std::string document = *EncodeXml(event);
    EXPECT_EQ(document.find("xs:any") != std::string::npos, row.element) << row.text;
    EXPECT_EQ(Decode(document), event) << row.text;
  }
  // Only data that says it is XML.
  const Event text = *Minimal().DataContentType("text/plain").TextData("<a/>").Build();
  EXPECT_EQ(EncodeXml(text)->find("xs:any"), std::string::npos);
}

TEST(XmlFormatTest, WhatXmlHasNoCharactersForIsBase64) {
  for (std::string_view text : {std::string_view("\0", 1), std::string_view("\x1B"),
                                std::string_view("\uFFFE"), std::string_view("a\uFFFF")}) {
    const Event event = *Minimal().DataContentType("text/plain").TextData(text).Build();
    EXPECT_THAT(*EncodeXml(event), HasSubstr("xs:base64Binary"));
    EXPECT_EQ(Decode(*EncodeXml(event)).data(), text);
  }
}

TEST(XmlFormatTest, ReadsAnyEncodingThatTheDocumentDeclares) {
  const std::string latin =
      Cat("<?xml version='1.0' encoding='ISO-8859-1'?>", Document("<subject>caf\xE9</subject>"));
  EXPECT_EQ(Decode(latin).subject(), "caf\u00E9");
  std::string utf16 = "\xFF\xFE";
  for (char c : Document("<subject>x</subject>")) {
    utf16 += c;
    utf16 += '\0';
  }
  EXPECT_EQ(Decode(utf16).subject(), "x");
  EXPECT_FALSE(DecodeXml(Document("<subject>caf\xE9</subject>")).ok());
  // EBCDIC: <?xml version='1.0' encoding='IBM1047'?><event/>
  EXPECT_THAT(ErrorOf("\x4c\x6f\xa7\x94\x93\x40\xa5\x85\x99\xa2\x89\x96\x95\x7e\x7d\xf1\x4b\xf0\x7d"
                      "\x40\x85\x95\x83\x96\x84\x89\x95\x87\x7e\x7d\xc9\xc2\xd4\xf1\xf0\xf4\xf7\x7d"
                      "\x6f\x6e\x4c\x85\xa5\x85\x95\xa3\x61\x6e"),
              HasSubstr("element <event> of the namespace"));
}

struct ErrorRow {
  std::string document;
  std::string_view error;
};

TEST(XmlFormatTest, RefusesWhatIsNoEvent) {
  const ErrorRow rows[] = {
      {"", "malformed XML: the document is empty"},
      {"hello", "malformed XML at line 1"},
      {"<?xml version='1.0' encoding='x-no'?><a/>", "the encoding \"x-no\" is unknown"},
      {"<?xml version='1.0' encoding='a/b'?><a/>", "\"a/b\" is no name of an encoding"},
      {"<?xml version='1.0' encoding='SJIS'?><a>\x81", "not in the encoding \"SJIS\", at byte 40"},
      {std::string("<a>\0</a>", 8), "it has a NUL character"},
      {"<event/>", "element <event> of the namespace \"\": <event> of the namespace"},
      {R"(<e xmlns="http://cloudevents.io/xmlformat/V1"/>)", "<event> of the namespace"},
      {Cat("<event", kNamespaces, "/>"), "attribute \"specversion\": it is required, and missing"},
      {Cat("<event", kNamespaces, "><specversion>1.0</specversion></event>"),
       "it must be an XML attribute of <event>, and is an element"},
      {Cat("<event", kNamespaces, " specversion=\"2.0\"/>"), "is no supported version"},
      {Document("<id>2</id>"), "attribute \"id\": it comes twice"},
      {Document("<subject/>"), "attribute \"subject\": it is empty"},
      {Document("<subject><b/></subject>"), "attribute \"subject\": it has an element in it, <b>"},
      {Document("<subject xsi:type=\"ce:uri\">urn:x:y</subject>"),
       "attribute \"subject\": it is a URI, and must be a String"},
      {Document("<x>y</x>"), "attribute \"x\": an extension needs an xsi:type"},
      {Document("<x xsi:type=\"ce:float\">1</x>"), "attribute \"x\": its xsi:type \"ce:float\" is"},
      {Document("<x xsi:type=\"xs:string\">1</x>"), "its xsi:type \"xs:string\" is none of"},
      {Document("<x xsi:type=\"ce:integer\">1.5</x>"), "attribute \"x\": \"1.5\" is no Integer"},
      {Document("<X xsi:type=\"ce:string\">1</X>"), "\"X\" is no attribute name"},
      {Document("<o:x xmlns:o=\"urn:o\">1</o:x>"), "element <x>: its namespace is \"urn:o\""},
      {Document("text"), "the text \"text\" stands where only elements may"},
      {Document("<data>x</data>"), "data: it has no xsi:type"},
      {Document("<data xsi:type=\"xs:int\">1</data>"), "data: its xsi:type \"xs:int\" is none of"},
      {Document("<data xsi:type=\"xs:base64Binary\">!</data>"), "data: \"!\" is not base64"},
      {Document("<data xsi:type=\"xs:string\"><a/></data>"), "data: it has an element in it, <a>"},
      {Document("<data xsi:type=\"xs:string\"/><data xsi:type=\"xs:string\"/>"),
       "data: it comes twice"},
      {Document("<data xsi:type=\"xs:any\"/>"), "data: xs:any must have an element in it"},
      {Document("<data xsi:type=\"xs:any\"><a/><b/></data>"), "data: it has a second element, <b>"},
      {Document("<data xsi:type=\"xs:any\">t<a/></data>"), "the text \"t\" stands where"},
      {Document("<datacontenttype>a/json</datacontenttype><data xsi:type=\"xs:string\">{</data>"),
       "data: malformed JSON"},
      {Document("<p:x>1</p:x>"), "Namespace prefix p on x is not defined"},
      {Document("<subject>&e;</subject>"), "Entity 'e' not defined"},
      {Document("</event><event>"), "malformed XML at line 1"},
  };
  for (const ErrorRow& row : rows) {
    EXPECT_THAT(ErrorOf(row.document), HasSubstr(row.error)) << row.document;
  }
}

TEST(XmlFormatTest, ADtdIsRefusedWhateverIsInIt) {
  const std::string_view dtds[] = {
      "<!DOCTYPE event>",
      "<!DOCTYPE event SYSTEM \"file:///etc/passwd\">",
      "<!DOCTYPE event [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
      "<!DOCTYPE event [<!ENTITY % x SYSTEM \"http://127.0.0.1:9/x.dtd\"> %x;]>",
      "<!DOCTYPE event [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">"
      "<!ENTITY c \"&b;&b;&b;&b;\">]>",
      "<!DOCTYPE event [<!ATTLIST event specversion CDATA \"1.0\">]>",
  };
  for (std::string_view dtd : dtds) {
    EXPECT_EQ(ErrorOf(Cat(dtd, Document("<subject>&c;</subject>"))),
              "the XML document has a DTD, which is refused");
  }
}

TEST(XmlFormatTest, KeepsTheLimits) {
  EXPECT_THAT(ErrorOf(Document(""), {.limits = {.max_bytes = 20}}), HasSubstr("max_bytes (20)"));
  EXPECT_THAT(ErrorOf(Document(""), {.limits = {.max_attributes = 3}}),
              HasSubstr("max_attributes (3)"));
  EXPECT_THAT(ErrorOf(Document("<id>12345678901234</id>"), {.limits = {.max_attribute_bytes = 13}}),
              HasSubstr("max_attribute_bytes (13)"));
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "<a>";
  EXPECT_THAT(ErrorOf(Document(Cat("<data xsi:type=\"xs:any\">", deep))),
              HasSubstr("max_depth (128)"));
  // More text than libxml2 takes by default.
  const std::string text(11 << 20, 'x');
  const Event event = *Minimal().DataContentType("text/plain").TextData(text).Build();
  EXPECT_EQ(Decode(*EncodeXml(event)).data().size(), text.size());
}

// `count` attributes, or declarations with `prefix` "xmlns:n".
std::string Attributes(int count, std::string_view prefix = "n") {
  std::string attributes;
  for (int i = 0; i < count; ++i) attributes += Cat(" ", prefix, i, "='u", i, "'");
  return attributes;
}

std::string DataElement(std::string_view before, int attributes) {
  return Document(Cat("<data xsi:type=\"xs:any\"><r xmlns=''>", before, "<a",
                      Attributes(attributes), "/></r></data>"));
}

// What comes before a tag never hides how wide it is, nor makes it wider.
TEST(XmlFormatTest, BoundsTheAttributesOfATag) {
  const std::string quotes(600, '"');
  const std::string before[] = {
      "",
      "<!-- <a -->",
      "<!-- <![CDATA[ <? -->",
      "<![CDATA[<!-- <? </ <a ']]>",
      "<?p <!-- <![CDATA[ <a ?>",
      "<b c='>' d=\"'\" e='\"/>'/>",
      "<b c='--> ]]> ?>'/>",
      "<b></b\n>",
      "' > = \"",
      Cat("<!--", quotes, "--><![CDATA[", quotes, "]]><?p ", quotes, "?>", quotes),
      Cat("<b", Attributes(256), "/>"),
      Cat("<b c='", quotes, "'/>"),
  };
  for (const std::string& text : before) {
    EXPECT_TRUE(DecodeXml(DataElement(text, 256)).ok()) << text;
    EXPECT_THAT(ErrorOf(DataElement(text, 257)),
                HasSubstr("a tag with more than 256 attributes at line "))
        << text;
  }
  // What declares namespaces is an attribute as well.
  EXPECT_THAT(ErrorOf(Cat("<event", kNamespaces, Attributes(254, "xmlns:n"), "/>")),
              HasSubstr("256 attributes"));
  EXPECT_THAT(internal::Message(DecodeXmlBatch(Cat("\n<batch", Attributes(257))).status()),
              HasSubstr("256 attributes at line 2"));
}

// Each character of ASCII text as `width` bytes, of which `at` is its own.
std::string Wide(std::string_view text, std::size_t width, std::size_t at) {
  std::string wide(text.size() * width, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) wide[i * width + at] = text[i];
  return wide;
}

TEST(XmlFormatTest, BoundsTheAttributesOfATagInAnyEncoding) {
  const std::string_view declaration = "<?xml version='1.0'?>";
  const std::string good = Cat(declaration, DataElement("", 256));
  const std::string bad = Cat(declaration, DataElement("", 257));
  const std::pair<std::size_t, std::size_t> layouts[] = {{2, 0}, {2, 1}, {4, 0}, {4, 3}};
  for (const auto& [width, at] : layouts) {
    const absl::StatusOr<Event> event = DecodeXml(Wide(good, width, at));
    EXPECT_TRUE(event.ok()) << width << " " << at << event.status();
    EXPECT_THAT(ErrorOf(Wide(bad, width, at)), HasSubstr("256 attributes")) << width << " " << at;
  }
  // In UTF-7 what is between + and - is base64 of UTF-16: here ="".
  std::string hidden = "<?xml version='1.0' encoding='UTF-7'?><event";
  for (int i = 0; i < 257; ++i) hidden += Cat(" n", i, "+AD0AIgAi-");
  EXPECT_THAT(ErrorOf(hidden), HasSubstr("256 attributes"));
}

TEST(XmlFormatTest, BoundsTheNamespacesInScope) {
  // The document has three around the data.
  const auto document = [](int outer, int inner) {
    return Document(Cat("<data xsi:type=\"xs:any\"", Attributes(outer, "xmlns:n"), "><a",
                        Attributes(inner, "xmlns:m"), "/></data>"));
  };
  EXPECT_TRUE(DecodeXml(document(200, 53)).ok());
  EXPECT_THAT(ErrorOf(document(200, 54)), HasSubstr("more than 256 namespaces in scope"));
  // Those of siblings are not in scope together.
  const std::string sibling = Cat("<a", Attributes(200, "xmlns:n"), "/>");
  EXPECT_TRUE(DecodeXml(Document(Cat("<data xsi:type=\"xs:any\"><r>", sibling, sibling, sibling,
                                     "</r></data>")))
                  .ok());
}

TEST(XmlFormatTest, WritesNoElementThatItsOwnReaderRefuses) {
  for (const auto& [namespaces, element] : {std::pair(253, true), std::pair(254, false)}) {
    std::string text = "<a";
    for (int i = 0; i < namespaces; ++i) text += Cat(" xmlns:n", i, "=\"u\"");
    text += "/>";
    const Event event = *Minimal().DataContentType("text/xml").TextData(text).Build();
    const std::string document = *EncodeXml(event);
    EXPECT_EQ(document.find("xs:any") != std::string::npos, element) << namespaces;
    EXPECT_EQ(Decode(document), event);
    EXPECT_EQ(DecodeXmlBatch(*EncodeXmlBatch({event}))->at(0), event);
  }
}

// A namespace that is declared once is written out wherever it is used.
TEST(XmlFormatTest, BoundsWhatElementsBecomeAsText) {
  const std::string uri(1000, 'u');
  const auto event = [](std::string_view elements) {
    return Document(Cat("<data xsi:type=\"xs:any\"><r>", elements, "</r></data>"));
  };
  const auto batch = [&](std::string_view events) {
    return Cat("<batch", kNamespaces, " xmlns:a=\"", uri, "\">", events, "</batch>");
  };
  std::string uses;
  std::string events;
  for (int i = 0; i < 20; ++i) {
    uses += "<a:x/>";
    events += event("<a:x/>");
  }
  const DecodeOptions enough{.limits = {.max_bytes = 25'000}};
  const DecodeOptions few{.limits = {.max_bytes = 15'000}};
  const std::string_view error =
      "data: the elements of the document, with the namespaces that they need, are longer than "
      "max_bytes (15000)";
  EXPECT_TRUE(DecodeXmlBatch(batch(event(uses)), enough).ok());
  EXPECT_EQ(internal::Message(DecodeXmlBatch(batch(event(uses)), few).status()),
            Cat("event 0: ", error));
  // All events of a batch count together.
  EXPECT_EQ(DecodeXmlBatch(batch(events), enough)->size(), 20u);
  EXPECT_THAT(internal::Message(DecodeXmlBatch(batch(events), few).status()), HasSubstr(error));
  // So does text, some of which is longer when it is escaped.
  const std::string text(5'000, '>');
  EXPECT_TRUE(DecodeXml(event(text), enough).ok());
  EXPECT_THAT(ErrorOf(event(text), few), HasSubstr(error));
}

TEST(XmlFormatTest, OneBadEventFailsTheBatch) {
  const std::string event = Document("");
  const std::string open = Cat("<batch", kNamespaces, ">");
  EXPECT_EQ(DecodeXmlBatch(Cat(open, event, "<!-- c -->\n", event, "</batch>"))->size(), 2u);
  EXPECT_EQ(DecodeXmlBatch(Cat(open, "</batch>"))->size(), 0u);
  EXPECT_EQ(internal::Message(DecodeXmlBatch(Cat(open, event, "<event/></batch>")).status()),
            "event 1: attribute \"specversion\": it is required, and missing");
  EXPECT_THAT(internal::Message(DecodeXmlBatch(Cat(open, "<x/></batch>")).status()),
              HasSubstr("event 0: element <x>"));
  EXPECT_THAT(internal::Message(DecodeXmlBatch(event).status()), HasSubstr("<batch> of the"));
  EXPECT_THAT(internal::Message(DecodeXmlBatch(Cat(open, event, event, "</batch>"),
                                               {.limits = {.max_batch_events = 1}})
                                    .status()),
              HasSubstr("max_batch_events (1)"));
  EXPECT_FALSE(DecodeXml(Cat(open, event, "</batch>")).ok());
}

}  // namespace
}  // namespace cloudevents
