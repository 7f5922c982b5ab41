using System.Text;
using RestStream.Schemas.Json;
using RestStream.Schemas.Json.Formats;

namespace RestStream.Schemas.Tests.Json.Formats;

public sealed class FormatCatalogTests
{
    [Theory]
    [InlineData("date-time", JsonSchemaDialect.Draft4)]
    [InlineData("email", JsonSchemaDialect.Draft4)]
    [InlineData("hostname", JsonSchemaDialect.Draft4)]
    [InlineData("ipv4", JsonSchemaDialect.Draft4)]
    [InlineData("ipv6", JsonSchemaDialect.Draft4)]
    [InlineData("uri", JsonSchemaDialect.Draft4)]
    [InlineData("json-pointer", JsonSchemaDialect.Draft6)]
    [InlineData("uri-reference", JsonSchemaDialect.Draft6)]
    [InlineData("uri-template", JsonSchemaDialect.Draft6)]
    [InlineData("date", JsonSchemaDialect.Draft7)]
    [InlineData("time", JsonSchemaDialect.Draft7)]
    [InlineData("idn-email", JsonSchemaDialect.Draft7)]
    [InlineData("idn-hostname", JsonSchemaDialect.Draft7)]
    [InlineData("iri", JsonSchemaDialect.Draft7)]
    [InlineData("iri-reference", JsonSchemaDialect.Draft7)]
    [InlineData("regex", JsonSchemaDialect.Draft7)]
    [InlineData("relative-json-pointer", JsonSchemaDialect.Draft7)]
    [InlineData("duration", JsonSchemaDialect.Draft201909)]
    [InlineData("uuid", JsonSchemaDialect.Draft201909)]
    public void Format_IsThereFromTheDraftThatDefinesIt(string name, JsonSchemaDialect since)
    {
        foreach (var dialect in Enum.GetValues<JsonSchemaDialect>())
            Assert.Equal(dialect >= since, FormatCatalog.Find(name, dialect) is not null);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("Date-Time")]
    [InlineData("")]
    public void UnknownName_IsNoFormat(string name) => Assert.Null(FormatCatalog.Find(name, JsonSchemaDialect.Draft202012));

    [Theory]
    [InlineData("date-time", "2026-11-21T19:45:00.5+01:00")]
    [InlineData("date", "2026-11-21")]
    [InlineData("time", "19:45:00Z")]
    [InlineData("duration", "P1Y2M3DT4H5M6S")]
    [InlineData("email", "joe.bloggs@example.com")]
    [InlineData("idn-email", "실례@실례.테스트")]
    [InlineData("hostname", "xn--9n2bp8q.xn--9t4b11yi5a")]
    [InlineData("idn-hostname", "실례.테스트")]
    [InlineData("ipv4", "192.168.0.1")]
    [InlineData("ipv6", "1::d6:192.168.0.1")]
    [InlineData("uri", "http://user@[2001:db8::7]:80/c=GB?objectClass#one")]
    [InlineData("uri-reference", "//foo.bar/?baz=qux#quux")]
    [InlineData("iri", "http://ƒøø.ßår/?∂éœ=πîx#πîüx")]
    [InlineData("iri-reference", "/âππ")]
    [InlineData("uri-template", "http://example.com/{term:1}/{?q*,lang}")]
    [InlineData("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380")]
    [InlineData("json-pointer", "/foo/bar~0/baz~1/%a")]
    [InlineData("relative-json-pointer", "120/foo/bar")]
    public void FittingText_IsFoundToBeWithoutAllocating(string name, string text)
    {
        var check = FormatCatalog.Find(name, JsonSchemaDialect.Draft202012)!;
        var utf8 = Encoding.UTF8.GetBytes(text);
        Assert.True(check(utf8));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) check(utf8);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("email", "joe@localhost", true)]
    [InlineData("email", "\"a\\\"b\\\\\"@example.com", true)]
    [InlineData("email", "\"a\\\\\"b\"@example.com", false)]
    [InlineData("email", "\"a\\\"@example.com", false)]
    [InlineData("email", "joe@[IPv6:1::2]", true)]
    [InlineData("email", "joe@[x400:abc]", false)]
    [InlineData("email", "joé@example.com", false)]
    [InlineData("email", "joe@exam_ple.com", false)]
    [InlineData("uri", "http://[v1.fe:x]/", true)]
    [InlineData("uri", "http://[v1]/", false)]
    [InlineData("uri", "http://a:80:80/", false)]
    [InlineData("uri", "a:", true)]
    [InlineData("uri", "", false)]
    [InlineData("uri-reference", "a:b/c#d#e", false)]
    [InlineData("uri-reference", "a/b:c", true)]
    [InlineData("iri", "http://a/\uE000", false)]
    [InlineData("iri", "http://a/?\uE000", true)]
    [InlineData("ipv6", ":", false)]
    [InlineData("ipv6", ":::", false)]
    [InlineData("ipv6", "1:2:3:4:5:6:7::", true)]
    [InlineData("ipv6", "1:2:3:4:5:6:7:8::", false)]
    [InlineData("ipv6", "1.2.3.4::", false)]
    [InlineData("time", "08:30:06.Z", false)]
    [InlineData("time", "08:30:06.5", false)]
    [InlineData("time", "08:30:06", false)]
    [InlineData("date-time", "2026-11-21T", false)]
    [InlineData("duration", "P1WT", false)]
    [InlineData("duration", "PT1HT1M", false)]
    [InlineData("duration", "P1DT", false)]
    [InlineData("idn-hostname", "bücher.example", true)]
    [InlineData("idn-hostname", "ab--cd.example", false)]
    [InlineData("idn-hostname", "xn--bcher-kva.example", true)]
    [InlineData("hostname", "ab--cd.example", true)]
    [InlineData("hostname", "a.xn--", false)]
    [InlineData("uri-template", "{a:}", false)]
    [InlineData("uri-template", "{a*:3}", false)]
    [InlineData("uri-template", "%4", false)]
    public void Text_IsDecidedByTheRfc(string name, string text, bool valid) =>
        Assert.Equal(valid, FormatCatalog.Find(name, JsonSchemaDialect.Draft202012)!(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("iri")]
    [InlineData("idn-hostname")]
    [InlineData("uri-template")]
    public void TextThatIsNotUtf8_IsNone(string name)
    {
        var check = FormatCatalog.Find(name, JsonSchemaDialect.Draft202012)!;
        Assert.False(check([.. "a:b"u8, 0xC3]));
        Assert.False(check([.. "a"u8, 0xFF]));
    }

    [Fact]
    public void RandomBytes_MakeNoCheckThrow()
    {
        var random = RestStream.TestKit.SeededRandom.Create(Console.WriteLine);
        const string alphabet = "019afT:.-/[]@%{}~#?+\"\\PWDYMHSZxn--éא٠۰\u200C\u200Dक्。";
        string[] names = ["date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri", "uri-reference",
            "iri", "iri-reference", "uri-template", "uuid", "json-pointer", "relative-json-pointer", "regex"];
        var checks = names.Select(name => FormatCatalog.Find(name, JsonSchemaDialect.Draft202012)!).ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string(random.GetItems<char>(alphabet, random.Next(24)));
            var utf8 = Encoding.UTF8.GetBytes(i % 3 == 0 ? "xn--" + text : text);
            if (i % 5 == 0 && utf8.Length > 0) utf8[random.Next(utf8.Length)] = (byte)random.Next(256);
            foreach (var check in checks) check(utf8);
        }
    }
}
