using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RestStream.Schemas.Registry;

namespace RestStream.Schemas.Tests.Registry;

public sealed class SchemaGuidTests
{
    [Fact]
    public void Guid_IsTheMd5OfTheParts()
    {
        var json = JsonDocument.Parse("""{"m":{"tags":{"p":["t2","t1"]},"properties":{"b":"2","a":"1"},"sensitive":["s"]},"r":{"domainRules":[{"name":"n","mode":"READ","type":"CEL","params":{"x":"y"},"disabled":true}],"enableAt":"now"}}""").RootElement;
        var guid = SchemaGuid.Of("text", [new("name", "subject", 258)], RegistryJson.Metadata(json, "m"), RegistryJson.RuleSet(json, "r"));

        Assert.Equal(Md5("textnamesubject\0\0\u0001\u0002\u0001pt1t2a1b2s\u0001nTRANSFORMREADCELxy\u0001now"), guid);
    }

    [Fact]
    public void Guid_OfTextAloneIsItsMd5()
    {
        Assert.Equal(Md5("é"), SchemaGuid.Of("é", [], null, null));
        Assert.Equal(Md5("a\u0001"), SchemaGuid.Of("a", [], SchemaMetadata.Empty, null));
    }

    private static Guid Md5(string text)
    {
#pragma warning disable CA5351 // The format decides.
        return new Guid(MD5.HashData(Encoding.UTF8.GetBytes(text)), bigEndian: true);
#pragma warning restore CA5351
    }
}
