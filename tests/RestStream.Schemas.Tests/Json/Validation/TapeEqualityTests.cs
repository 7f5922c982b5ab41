using System.Text;
using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>Equality of objects, also of those that have a name more than once.</summary>
public sealed class TapeEqualityTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", true)]
    [InlineData("""{"a":1,"b":2,"c":3}""", """{"c":3.0,"a":1,"b":2}""", true)]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"a":1}""", false)]
    [InlineData("""{"a":1,"a":1,"b":2}""", """{"a":1,"b":2,"a":3}""", false)]
    [InlineData("""{"a":1,"a":2,"b":3}""", """{"a":1,"b":3,"a":2}""", true)]
    [InlineData("""{"a":1,"a":2}""", """{"a":2,"a":1}""", false)]
    [InlineData("""{"a":1,"a":2}""", """{"a":1,"a":2}""", true)]
    [InlineData("""{"x":{"a":1,"b":2}}""", """{"x":{"b":2,"b":2}}""", false)]
    public void TwoObjects_AreEqualOrNot_WhicheverComesFirst(string one, string other, bool equal)
    {
        foreach (var (left, right) in new[] { (one, other), (other, one) })
        {
            Assert.Equal(equal, Fits($"{{\"const\":{left}}}", right));
            Assert.Equal(equal, Fits($"{{\"enum\":[0,{left}]}}", right));
            Assert.Equal(!equal, Fits("""{"uniqueItems":true}""", $"[{left},{right}]"));
            Assert.Equal(!equal, Fits("""{"uniqueItems":true}""", $"[1,2,3,4,5,6,7,8,9,{left},{right}]"));
        }
    }

    [Fact]
    public void OtherKeywords_CountAMemberEachTimeItStandsThere()
    {
        Assert.True(Fits("""{"minProperties":2}""", """{"a":1,"a":1}"""));
        Assert.False(Fits("""{"maxProperties":1}""", """{"a":1,"a":1}"""));
        Assert.False(Fits("""{"required":["a","b"]}""", """{"a":1,"a":1}"""));
        Assert.False(Fits("""{"properties":{"a":{"type":"string"}}}""", """{"a":"x","a":1}"""));
        Assert.False(Fits("""{"properties":{"a":{"type":"string"}}}""", """{"a":1,"a":"x"}"""));
    }

    private static bool Fits(string schema, string record) => JsonSchema.Compile(schema, JsonSchemaOptions.Default).Check(Encoding.UTF8.GetBytes(record)) == ValidationVerdict.Valid;
}
