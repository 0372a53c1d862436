"""The rule that Bazel 4 carries itself, under the label that newer Bazels expect."""

proto_library = native.proto_library
