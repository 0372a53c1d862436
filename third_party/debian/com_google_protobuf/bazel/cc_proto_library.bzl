"""The rule that Bazel 4 carries itself, under the label that newer Bazels expect."""

cc_proto_library = native.cc_proto_library
