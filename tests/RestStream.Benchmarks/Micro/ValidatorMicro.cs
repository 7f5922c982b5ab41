using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RestStream.Schemas.Json;

namespace RestStream.Benchmarks.Micro;

/// <summary>What checking a record costs, in one thread and in cache, beside a pass of the platform's own reader over the same bytes.</summary>
internal static class ValidatorMicro
{
    private const int Records = 256;
    private const int Rounds = 400;

    /// <summary>The platform's reader is compiled ahead, ours is not: the runtime takes a few hundred milliseconds until both are at their best.</summary>
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(1.5);

    /// <summary>Six properties, about 100 B.</summary>
    public const string FlatSchema =
        """
        {"type":"object","properties":{"id":{"type":"integer","minimum":0},"mag":{"type":"number","minimum":-2,"maximum":10},"time":{"type":"integer"},
        "net":{"type":"string","maxLength":8},"place":{"type":"string","maxLength":200},"felt":{"type":"boolean"}},"required":["id","mag","time","net","place"]}
        """;

    private const string NestedSchema =
        """
        {"type":"object","required":["order","customer","lines"],"additionalProperties":false,"properties":{
        "order":{"type":"integer","minimum":1},"status":{"enum":["open","paid","sent"]},"note":{"type":"string","maxLength":500},
        "customer":{"type":"object","required":["name","address"],"properties":{"name":{"type":"string","minLength":1},"vip":{"type":"boolean"},
          "address":{"type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"},"zip":{"type":"string"}},"required":["city"]}}},
        "lines":{"type":"array","minItems":1,"items":{"$ref":"#/definitions/line"}}},
        "definitions":{"line":{"type":"object","required":["sku","count","price"],"properties":{"sku":{"type":"string","maxLength":20},"count":{"type":"integer","minimum":1},"price":{"type":"number","minimum":0}}}}}
        """;

    /// <summary>Objects as <see cref="FlatSchema"/> wants them.</summary>
    public static (string Name, string Schema, byte[][] Records) Flat { get; } = ("flat, 6 properties, 100 B", FlatSchema, Make(i =>
        $$"""{"id":{{100000 + i}},"mag":{{i % 9}}.{{i % 10}},"time":{{1_517_966_773_840 + i}},"net":"ci","place":"{{i % 90}} km NW of Parkfield","felt":true}"""));

    /// <summary>Objects with arrays of objects, about 1 KB.</summary>
    public static (string Name, string Schema, byte[][] Records) Nested { get; } = ("nested, 1 KB", NestedSchema, Make(i =>
        {
            var lines = string.Join(',', Enumerable.Range(0, 14).Select(line => $$"""{"sku":"sku-{{1000 + i}}-{{line}}","count":{{line + 1}},"price":{{line}}.99}"""));
            var address = $$"""{"street":"{{i % 90}} Long Street","city":"Ridgecrest","zip":"93555"}""";
            return $$"""{"order":{{i + 1}},"status":"paid","note":"{{new string('n', 160)}}","customer":{"name":"Customer {{i}}","vip":false,"address":{{address}} },"lines":[{{lines}}]}""";
        }));

    /// <summary>Measures both in turn.</summary>
    /// <returns>Nanoseconds a record of the reader and of the validator, and the bytes that checking a record allocates.</returns>
    public static (double Reader, double Validator, double Allocated) Measure(string schema, byte[][] records)
    {
        var compiled = JsonSchema.Compile(schema, JsonSchemaOptions.Default);
        foreach (var record in records)
        {
            if (compiled.Check(record) != ValidationVerdict.Valid) throw new InvalidOperationException("a record does not fit: " + Encoding.UTF8.GetString(record));
        }

        WarmUp(compiled, records);
        var (reader, validator) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Rounds; i++)
        {
            reader = Math.Min(reader, Time(records.Length, () => Read(records)));
            validator = Math.Min(validator, Time(records.Length, () => Check(compiled, records)));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Check(compiled, records);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return (reader, validator, (double)allocated / records.Length);
    }

    private static void WarmUp(JsonSchema compiled, byte[][] records)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < s_warmUp) _ = Read(records) + Check(compiled, records);
    }

    private static double Time(int records, Func<int> work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / records;
    }

    private static int Read(byte[][] records)
    {
        var tokens = 0;
        foreach (var record in records)
        {
            var reader = new Utf8JsonReader(record);
            while (reader.Read()) tokens++;
        }

        return tokens;
    }

    private static int Check(JsonSchema schema, byte[][] records)
    {
        var valid = 0;
        foreach (var record in records) valid += schema.Check(record) == ValidationVerdict.Valid ? 1 : 0;
        return valid;
    }

    private static byte[][] Make(Func<int, string> record) => [.. Enumerable.Range(0, Records).Select(i => Encoding.UTF8.GetBytes(record(i)))];
}
