using RestStream.Schemas.Registry;

namespace RestStream.Schemas.Tests.Registry;

/// <summary>How long the store's records take to load. Alone in the process, and by its CPU time: a busy machine makes nothing slower here.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StoreLoadTests
{
    internal const string Name = "Loading the store";

    [Fact]
    public void HundredThousandVersions_AreLoadedWithoutReadingASchema()
    {
        var topic = new MemoryTopic();
        var padding = new string('x', 400);
        for (var i = 1; i <= 100_000; i++)
        {
            var (subject, version) = ($"subject-{i % 5000}-value", (i / 5000) + 1);
            topic.Add(
                $$"""{"keytype":"SCHEMA","subject":"{{subject}}","version":{{version}},"magic":1}""",
                $$"""{"subject":"{{subject}}","version":{{version}},"id":{{i}},"schemaType":"JSON","schema":"{\"needs\":[\"{{padding}}-{{i}}\"]}","deleted":false}""");
        }

        var before = Environment.CpuUsage.TotalTime;
        var loaded = new TestRegistry(topic);
        var spent = Environment.CpuUsage.TotalTime - before;

        Assert.Equal((5000, 100_000, 0), (loaded.Now.Subjects.Count, loaded.Now.MaxIdOf("."), loaded.Provider.Parses));
        Assert.True(spent < TimeSpan.FromSeconds(15), $"Loading took {spent} of CPU time");
    }
}
