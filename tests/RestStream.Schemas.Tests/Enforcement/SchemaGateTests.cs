using System.Buffers;
using System.Text;
using RestStream.Core;
using RestStream.Core.Records;
using RestStream.Core.Schemas;
using RestStream.Schemas.Enforcement;
using RestStream.TestKit;

namespace RestStream.Schemas.Tests.Enforcement;

/// <summary>What checking a batch costs, and which state of the registry it is made against.</summary>
public sealed class SchemaGateTests
{
    private static readonly TopicSchemas Enforced = new(new SchemaRule(SchemaMode.Enforce), new SchemaRule(SchemaMode.Enforce) { AllowsMissing = true });

    [Fact]
    public void ValidRecords_CostNoAllocation()
    {
        var registry = new OneSchema("quakes-value", """{"type":"object","properties":{"mag":{"type":"number","minimum":0},"place":{"type":"string","maxLength":80}},"required":["mag"]}""");
        using var gate = new SchemaGate(registry, new EnforcementOptions(), [], TimeProvider.System);
        using var table = Table(200, """{"mag":4.5,"place":"12 km NW of Parkfield"}""");
        int[] batch = [.. Enumerable.Range(0, 200)];
        for (var i = 0; i < 100; i++) Assert.Null(gate.Check("quakes", Enforced, table, batch));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) gate.Check("quakes", Enforced, table, batch);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
    }

    [Fact]
    public void RecordsThatAreNamedByTheirType_CostNoAllocation()
    {
        using var gate = new SchemaGate(new OneSchema("Quake", """{"title":"Quake","required":["mag"]}"""), new EnforcementOptions(), [], TimeProvider.System);
        using var table = Table(200, "\0\0\0\0\u0001{\"mag\":4.5}");
        var byName = new TopicSchemas(new SchemaRule(SchemaMode.Enforce) { Strategy = SubjectNameStrategy.RecordName }, null);
        int[] batch = [.. Enumerable.Range(0, 200)];
        for (var i = 0; i < 100; i++) Assert.Null(gate.Check("quakes", byName, table, batch));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) gate.Check("quakes", byName, table, batch);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
    }

    [Fact]
    public void AnotherStateOfTheRegistry_HoldsAtOnce()
    {
        var registry = new OneSchema("quakes-value", "true");
        using var gate = new SchemaGate(registry, new EnforcementOptions(), [], TimeProvider.System);
        using var table = Table(1, "1");
        Assert.Null(gate.Check("quakes", Enforced, table, [0]));

        registry.Replace("false");

        Assert.Equal(RecordAction.Reject, Assert.Single(gate.Check("quakes", Enforced, table, [0])!).Action);
    }

    [Fact]
    public void SchemaThatCannotBeUsed_RefusesAndSaysWhy()
    {
        using var gate = new SchemaGate(new OneSchema("quakes-value", """{"$ref":"nowhere.json"}"""), new EnforcementOptions(), [], TimeProvider.System);
        using var table = Table(1, "1");

        var verdict = Assert.Single(gate.Check("quakes", Enforced, table, [0])!);

        Assert.Contains("nowhere.json", verdict.Error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void SchemaThatBreaksItsReader_RefusesRecordsAndIsToldOfOnce()
    {
        using var gate = new SchemaGate(new OneSchema("quakes-value", "true"), new EnforcementOptions(), new BrokenChecks(), TimeProvider.System);
        var told = new List<Exception>();
        gate.SchemaIsUnusable += (_, reason) => told.Add(reason);
        using var table = Table(3, "1");

        for (var i = 0; i < 3; i++) Assert.All(gate.Check("quakes", Enforced, table, [0, 1, 2])!, verdict => Assert.Contains("cannot check anything", verdict.Error.Detail, StringComparison.Ordinal));

        Assert.IsType<KeyNotFoundException>(Assert.Single(told));
    }

    [Fact]
    public void Misfit_IsToldWithTheKeyword()
    {
        using var gate = new SchemaGate(new OneSchema("quakes-value", """{"allOf":[{"minimum":3},{"$ref":"#/definitions/m"}],"definitions":{"m":{"minimum":2}}}"""), new EnforcementOptions(), [], TimeProvider.System);
        using var table = Table(1, "1");

        var items = Assert.Single(gate.Check("quakes", Enforced, table, [0])!).Error.Items!;

        Assert.Equal(["/allOf/0/minimum", "/allOf/1/$ref/minimum"], items.Select(item => item.KeywordLocation));
    }

    [Theory]
    [InlineData("{\"multipleOf\":#1}")]
    [InlineData("{\"const\":#1}")]
    public void Trial_TakesNoSchemaThatRegistrationRefuses(string schema)
    {
        using var gate = new SchemaGate(new OneSchema("quakes-value", "true"), new EnforcementOptions(), [], TimeProvider.System);

        Assert.Throws<SchemaException>(() => gate.Try(SchemaType.Json, schema.Replace("#", new string('9', 900_000), StringComparison.Ordinal), assertsFormats: false));
    }

    [Fact]
    public void MaxErrors_BoundsWhatIsTold()
    {
        using var gate = new SchemaGate(new OneSchema("lists-value", """{"items":{"type":"string"}}"""), new EnforcementOptions { MaxErrorsPerRecord = 3 }, [], TimeProvider.System);
        using var table = Table(1, "[1,2,3,4,5]");

        Assert.Equal(3, Assert.Single(gate.Check("lists", Enforced, table, [0])!).Error.Items!.Count);
    }

    [Theory]
    [InlineData("true", "[[[[[1]]]]]", "is nested deeper than 4 levels")]
    [InlineData("""{"items":{"items":{"minimum":0}}}""", "[[1,2,3],[4,5,6],[7,8,9]]", "takes more than 10 steps to check")]
    public void RecordBeyondABound_IsToldWhichOne(string schema, string value, string reached)
    {
        using var gate = new SchemaGate(new OneSchema("r-value", schema), new EnforcementOptions { MaxDepth = 4, MaxStepsPerRecord = 10 }, [], TimeProvider.System);
        using var table = Table(1, value);

        var verdict = Assert.Single(gate.Check("r", Enforced, table, [0])!);

        Assert.Equal(ErrorCode.ValidationLimit, verdict.Error.Code);
        Assert.EndsWith($"the value {reached}.", verdict.Error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void BatchThatTakesTooLong_HasItsRestRefused_AndItsTombstonesPass()
    {
        var time = new ManualTimeProvider();
        using var gate = new SchemaGate(new OneSchema("slow-value", "true"), new EnforcementOptions { MaxTimePerBatch = TimeSpan.FromSeconds(2) }, new SlowChecks(time), time);
        using var table = Table(100, "1");
        table.Records[99].ValueLength = -1;

        var verdicts = gate.Check("slow", Enforced, table, [.. Enumerable.Range(0, 100)])!;

        // A record takes a tenth of a second here: the 21st is over the limit, and the clock is looked at before the 33rd.
        Assert.Equal(Enumerable.Range(32, 67), verdicts.Select(verdict => verdict.Index));
        Assert.All(verdicts, verdict => Assert.Equal(ErrorCode.ValidationLimit, verdict.Error.Code));
    }

    [Fact]
    public void BinarySchemas_TakeNoPlainRecords()
    {
        using var gate = new SchemaGate(new OneSchema("r-value", "\"int\"", SchemaType.Avro), new EnforcementOptions(), [new RestStream.Schemas.Avro.AvroProvider()], TimeProvider.System);
        using var table = Table(1, "1");

        Assert.Contains("must name its schema", Assert.Single(gate.Check("r", Enforced, table, [0])!).Error.Detail, StringComparison.Ordinal);
    }

    private static RecordTable Table(int count, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var body = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(body, 0);
        var table = new RecordTable { IsJson = true };
        table.TakeBody(body, bytes.Length);
        for (var i = 0; i < count; i++)
        {
            var record = RecordSlice.Empty;
            record.ValueLength = bytes.Length;
            table.Add(record);
        }

        return table;
    }

    private sealed class BrokenChecks : IPayloadChecks
    {
        public PayloadCheck Make(RegisteredSchema schema, bool assertsFormats) => throw new KeyNotFoundException("The given key was not present.");
    }

    private sealed class SlowChecks(ManualTimeProvider time) : IPayloadChecks
    {
        public PayloadCheck Make(RegisteredSchema schema, bool assertsFormats) => new SlowCheck(time);
    }

    private sealed class SlowCheck(ManualTimeProvider time) : PayloadCheck
    {
        public override bool TakesPlain => true;

        public override PayloadVerdict Check(in Payload payload, out string? reached)
        {
            reached = null;
            time.Advance(TimeSpan.FromMilliseconds(100));
            return PayloadVerdict.Fits;
        }

        public override IReadOnlyList<ErrorItem> Explain(in Payload payload, int maxErrors) => [];

        public override bool TryWriteJson(in Payload payload, IBufferWriter<byte> json) => false;

        public override string? RecordName(in Payload payload) => null;
    }

    private sealed class OneSchema(string subject, string text, SchemaType type = SchemaType.Json) : ISchemaSource
    {
        public IRegisteredSchemas? Current { get; private set; } = new State(subject, text, type);

        public void Replace(string other) => Current = new State(subject, other, type);

        private sealed class State(string subject, string text, SchemaType type) : IRegisteredSchemas
        {
            private readonly RegisteredSchema _schema = new(subject, 1, 1, Guid.NewGuid(), type, text);

            public RegisteredSchema? Find(string name, int? version) => name == subject ? _schema : null;

            public RegisteredSchema? FindById(string name, int id) => null;

            public RegisteredSchema? FindByGuid(string name, Guid guid) => name == subject && guid == _schema.Guid ? _schema : null;

            public RegisteredSchema? FindById(int id) => id == _schema.Id ? _schema : null;

            public RegisteredSchema? FindByGuid(Guid guid) => null;
        }
    }
}
