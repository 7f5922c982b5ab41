namespace RestStream.Schemas.Tests.Protobuf;

public sealed class TextTests
{
    /// <summary>The order of parts, and of what is in them, is not the one in which the text is stored.</summary>
    private const string Order = """
        // an order
        syntax = 'proto3';
        package shop.v1;
        message Order {
          message Line { double price = 1; }   /* nested */
          string id = 2;  int32 qty = 1 [ deprecated=true ];
          oneof pay { string card = 11; Cash cash = 10; }
          map< string,int64 > tags = 3;
          reserved 9, 4 to 6; reserved "old";
          enum Kind { option allow_alias = true; B = 1; A = 0; }
          repeated Line lines = 7;
        }
        message Cash {;}
        """;

    [Fact]
    public void StoredText_KeepsTheOrderInsideEachGroup() => Assert.Equal(
        """
        syntax = "proto3";
        package shop.v1;

        message Order {
          reserved 9, 4 to 6;
          reserved "old";

          string id = 2;
          int32 qty = 1 [deprecated = true];
          map<string, int64> tags = 3;
          repeated Line lines = 7;

          oneof pay {
            string card = 11;
            Cash cash = 10;
          }

          message Line {
            double price = 1;
          }
          enum Kind {
            option allow_alias = true;
            B = 1;
            A = 0;
          }
        }
        message Cash {}

        """, ProtobufSchemas.Parse(Order).CanonicalText);

    [Fact]
    public void NormalisedText_IsSortedAndNamesTypesInFull() => Assert.Equal(
        """
        syntax = "proto3";
        package shop.v1;

        message Order {
          reserved 4 to 6;
          reserved 9;
          reserved "old";

          int32 qty = 1 [deprecated = true];
          string id = 2;
          map<string, int64> tags = 3;
          repeated .shop.v1.Order.Line lines = 7;

          oneof pay {
            .shop.v1.Cash cash = 10;
            string card = 11;
          }

          message Line {
            double price = 1;
          }
          enum Kind {
            option allow_alias = true;
            A = 0;
            B = 1;
          }
        }
        message Cash {}

        """, ProtobufSchemas.Parse(Order).Normalize().CanonicalText);

    [Fact]
    public void FileWithEverything_IsPrintedInOneOrder() => Assert.Equal(
        """
        syntax = "proto2";
        package a;

        import "google/protobuf/descriptor.proto";
        import "google/protobuf/type.proto";
        import public "google/protobuf/any.proto";

        option java_package = "it\'s";
        option (info) = {
          name: "n",
          more: [
            0x1,
            -2
          ],
          none: [
          ]
        };

        message Info {
          optional string name = 1;
          repeated int32 more = 2;
        }
        message M {
          reserved 9, "old", 7 to 7;

          option deprecated = true;

          required int32 a = 1 [
            deprecated = true,
            default = -0x10
          ];
          optional float f = 2 [default = -inf];
          optional bytes b = 3 [default = "\377\000a"];
          optional double d = 6 [default = 1.50];

          oneof o {
            option (x) = 1.0;

            bool p = 5;

            group H = 8 {
              optional bool y = 1;
            }
          }

          repeated group G = 4 {
            optional bool x = 1;
          }

          extensions 100 to 199, 1000 to max;

          extend M {
            optional string note = 100;
          }

          message Empty {}
          enum E {
            A = 1;
          }
        }
        enum First {
          ONE = 1;
        }

        extend google.protobuf.FileOptions {
          optional Info info = 50000;
        }

        service S {
          option deprecated = true;

          rpc Get (M) returns (stream M);
          rpc Put (stream M) returns (.a.M) {
            option deprecated = true;
          };
        }

        """, ProtobufSchemas.Parse(
        """
        syntax = "proto2"; package a; import "google/protobuf/descriptor.proto"; option java_package = "it's"; enum First { ONE = 1; }
        service S { option deprecated = true; rpc Get(M) returns (stream M) {} rpc Put(stream M) returns (.a.M) { option deprecated = true; } }
        extend google.protobuf.FileOptions { optional Info info = 50000; }
        message Info { optional string name = 1; repeated int32 more = 2; }
        import public "google/protobuf/any.proto"; option (info) = { name: 'n' more: 0x1 none: [] more: -2 };
        import weak "google/protobuf/empty.proto"; import "google/protobuf/type.proto";
        message M {
          enum E { A = 1; } extend M { optional string note = 100; } message Empty {}
          extensions 100 to 199, 1000 to max; oneof o { group H = 8 { optional bool y = 1; } bool p = 5; option (x) = 1.0; } reserved 9, "old", 7 to 7;
          required int32 a = 1 [default = -0x10, deprecated = true]; optional float f = 2 [default = -inf]; optional bytes b = 3 [default = "\xff\0a"];
          repeated group G = 4 { optional bool x = 1; } optional double d = 6 [default = 1.50];
          option deprecated = true;
        }
        """).CanonicalText);

    [Theory]
    [InlineData("syntax = \"proto2\"; message M { optional int32 a = 1; }", "\nmessage M {\n  optional int32 a = 1;\n}\n")]
    [InlineData("syntax = \"proto3\"; message M { string b = 2; string a = 1; }", "syntax = \"proto3\";\n\nmessage M {\n  string a = 1;\n  string b = 2;\n}\n")]
    [InlineData("syntax = \"proto3\"; enum E { Z = 0; N = -1; B = 2; }", "syntax = \"proto3\";\n\nenum E {\n  N = -1;\n  Z = 0;\n  B = 2;\n}\n")]
    [InlineData("syntax = \"proto3\"; message M { reserved \"b\", 7 to 7, 3 to 5, \"a\", 1; }", "syntax = \"proto3\";\n\nmessage M {\n  reserved 1;\n  reserved 3 to 5;\n  reserved 7;\n  reserved \"a\";\n  reserved \"b\";\n}\n")]
    [InlineData("package p; message M { extensions 5 to 9; } extend M { optional int32 b = 7; } extend p.M { optional double a = 5 [default = 1.50]; }", "package p;\n\nmessage M {\n  extensions 5 to 9;\n}\n\nextend .p.M {\n  optional double a = 5 [default = 1.5];\n  optional int32 b = 7;\n}\n")]
    [InlineData("syntax = \"proto3\"; import \"google/protobuf/type.proto\"; import public \"google/protobuf/struct.proto\"; import \"google/protobuf/api.proto\"; import public \"google/protobuf/any.proto\";", "syntax = \"proto3\";\n\nimport \"google/protobuf/api.proto\";\nimport \"google/protobuf/type.proto\";\nimport public \"google/protobuf/any.proto\";\nimport public \"google/protobuf/struct.proto\";\n")]
    public void NormalisedText_OfSmallSchemas(string text, string expected) => Assert.Equal(expected, ProtobufSchemas.Parse(text).Normalize().CanonicalText);

    /// <summary>Options of one extension become one, named in full, whatever the way in which its parts were set.</summary>
    [Fact]
    public void NormalisedText_PutsOptionsTogether() => Assert.Equal(
        """
        syntax = "proto3";
        package a.b;

        import "google/protobuf/descriptor.proto";

        option java_package = "x";
        option (unknown).z = 1;

        message Info {
          option (a.b.info) = {
            at: {
              x: 2,
              y: 3
            },
            more: [
              2,
              1
            ],
            name: "n"
          };
          option deprecated = true;

          string name = 1 [
            (a.b.tag) = "q",
            (a.b.tag) = "p",
            deprecated = true
          ];
          repeated int32 more = 2;
          .a.b.Point at = 3;
        }
        message Point {
          int32 x = 1;
          int32 y = 2;
        }

        extend .google.protobuf.FieldOptions {
          repeated string tag = 50001;
        }
        extend .google.protobuf.MessageOptions {
          .a.b.Info info = 50000;
        }

        """, ProtobufSchemas.Parse(
        """
        syntax = "proto3"; package a.b; import "google/protobuf/descriptor.proto"; option (unknown).z = 1; option java_package = "x";
        extend google.protobuf.FieldOptions { repeated string tag = 50001; }
        message Info {
          option deprecated = true; option (info).name = 'm'; option (b.info).more = 2; option (.a.b.info) = { more: [1] at { y: 3 } }; option (info).at.x = 0x2; option (info).name = "n";
          string name = 1 [deprecated = true, (tag) = "q", (b.tag) = "p"]; repeated int32 more = 2; Point at = 3;
        }
        message Point { int32 x = 1; int32 y = 2; }
        extend google.protobuf.MessageOptions { Info info = 50000; }
        """).Normalize().CanonicalText);

    [Fact]
    public void TextWithoutExtensions_HasNoCustomOptionsButConfluents() => Assert.Equal(
        """
        syntax = "proto2";
        package a;

        import "google/protobuf/descriptor.proto";

        option java_package = "x";

        message M {
          optional int32 a = 1 [(confluent.field_meta) = {
            doc: "d"
          }];
          optional int32 b = 2;
        }

        """, ProtobufSchemas.Parse(
        """
        syntax = "proto2"; package a; import "google/protobuf/descriptor.proto"; option java_package = "x"; option (file) = 1;
        extend google.protobuf.FileOptions { optional int32 file = 50000; }
        message M {
          extensions 100 to 199; extend M { optional int32 c = 100; }
          optional int32 a = 1 [(mine) = true, (confluent.field_meta) = { doc: "d" }]; optional int32 b = 2 [(mine) = true];
        }
        """).Format("ignore_extensions"));

    [Theory]
    [InlineData(Order)]
    [InlineData("syntax = \"proto3\"; message M { message N { M m = 1; } repeated N n = 5; map<int32, N> o = 2; optional bool p = 1; }")]
    [InlineData("message M { optional string s = 1 [default = \"q\\\"\\n\\001\\u00e9\"]; optional double d = 2 [default = 1e20]; }")]
    public void TextThatWasPrinted_IsPrintedTheSame(string text)
    {
        var schema = ProtobufSchemas.Parse(text);
        Assert.Equal(schema.CanonicalText, ProtobufSchemas.Parse(schema.CanonicalText).CanonicalText);
        var normal = schema.Normalize();
        Assert.Equal(normal.CanonicalText, normal.Normalize().CanonicalText);
        Assert.Equal(normal.CanonicalText, ProtobufSchemas.Parse(schema.CanonicalText).Normalize().CanonicalText);
    }

    [Theory]
    [InlineData("syntax = \"proto3\"; package a.b; enum E { Z = 0; } message M { message N {} } message O {}", "a.b.M")]
    [InlineData("syntax = \"proto3\"; message M {}", "M")]
    [InlineData("syntax = \"proto3\"; enum E { Z = 0; }", null)]
    public void RecordName_IsTheFirstMessage(string text, string? expected) => Assert.Equal(expected, ProtobufSchemas.Parse(text).RecordName);
}
