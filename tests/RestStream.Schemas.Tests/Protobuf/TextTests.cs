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
          enum Kind { option allow_alias = true; A = 0; C = 2; B = 1; }
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
            A = 0;
            C = 2;
            B = 1;
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
            C = 2;
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
        import public "google/protobuf/any.proto";

        option java_package = "x";
        option (info) = {
          name: "n",
          more: [
            1,
            -2
          ]
        };

        message Info {
          optional string name = 1;
          repeated int32 more = 2;
        }
        message M {
          option deprecated = true;

          required int32 a = 1 [
            deprecated = true,
            default = -7
          ];
          optional float f = 2 [default = -inf];
          optional bytes b = 3 [default = "\377\000a"];
          repeated group G = 4 {
            optional bool x = 1;
          }

          extensions 100 to 199, 1000 to max;

          message Empty {}

          extend M {
            optional string note = 100;
          }
        }

        extend google.protobuf.FileOptions {
          optional Info info = 50000;
        }

        service S {
          rpc Get (M) returns (stream M);
          rpc Put (stream M) returns (.a.M) {
            option deprecated = true;
          };
        }

        """, ProtobufSchemas.Parse(
        """
        syntax = "proto2"; package a; import "google/protobuf/descriptor.proto"; option java_package = "x";
        service S { rpc Get(M) returns (stream M) {} rpc Put(stream M) returns (.a.M) { option deprecated = true; } }
        extend google.protobuf.FileOptions { optional Info info = 50000; }
        message Info { optional string name = 1; repeated int32 more = 2; }
        import public "google/protobuf/any.proto"; option (info) = { name: 'n' more: [1, -2] };
        message M {
          extend M { optional string note = 100; } message Empty {}
          extensions 100 to 199, 1000 to max;
          required int32 a = 1 [default = -7, deprecated = true]; optional float f = 2 [default = -inf]; optional bytes b = 3 [default = "\xff\0a"];
          repeated group G = 4 { optional bool x = 1; }
          option deprecated = true;
        }
        """).CanonicalText);

    [Theory]
    [InlineData("syntax = \"proto2\"; message M { optional int32 a = 1; }", "message M {\n  optional int32 a = 1;\n}\n")]
    [InlineData("syntax = \"proto3\"; message M { string b = 2; string a = 1; }", "syntax = \"proto3\";\n\nmessage M {\n  string a = 1;\n  string b = 2;\n}\n")]
    [InlineData("syntax = \"proto3\"; enum E { Z = 0; N = -1; B = 2; }", "syntax = \"proto3\";\n\nenum E {\n  Z = 0;\n  N = -1;\n  B = 2;\n}\n")]
    public void NormalisedText_OfSmallSchemas(string text, string expected) => Assert.Equal(expected, ProtobufSchemas.Parse(text).Normalize().CanonicalText);

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
