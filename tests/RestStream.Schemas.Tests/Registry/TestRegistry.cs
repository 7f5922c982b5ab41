using RestStream.Schemas.Registry;

namespace RestStream.Schemas.Tests.Registry;

/// <summary>A registry over a topic in memory, in a few speaking calls.</summary>
internal sealed class TestRegistry
{
    public TestRegistry(MemoryTopic? topic = null, RegistryOptions? options = null)
    {
        Topic = topic ?? new MemoryTopic();
        Options = options ?? new RegistryOptions();
        Provider = new NamesProvider();
        Registry = new SchemaRegistry(Options, [Provider], Topic, TimeProvider.System);
        Registry.Load();
    }

    public MemoryTopic Topic { get; }

    public RegistryOptions Options { get; }

    public NamesProvider Provider { get; }

    public SchemaRegistry Registry { get; }

    public RegistrySnapshot Now => Registry.Current;

    public static string Text(params string[] names) => $$"""{"needs":[{{string.Join(",", names.Select(name => $"\"{name}\""))}}]}""";

    public static SchemaDraft Draft(params string[] names) => new() { Text = Text(names), TypeName = "JSON" };

    public TestRegistry Restart() => new(Topic, Options);

    public async Task<RegisteredVersion> RegisterAsync(string subject, params string[] names) => await Registry.RegisterAsync(subject, Draft(names), false, false, default);

    public async Task<RegisteredVersion> RegisterAsync(string subject, SchemaDraft draft, bool normalize = false, bool force = false) =>
        await Registry.RegisterAsync(subject, draft, normalize, force, default);

    public async Task<int[]> DeleteAsync(string subject, bool permanent = false) => [.. await Registry.DeleteSubjectAsync(subject, permanent, default)];

    public async Task ConfigureAsync(string scope, string json)
    {
        using var change = System.Text.Json.JsonDocument.Parse(json);
        await Registry.ChangeConfigAsync(scope, change.RootElement.Clone(), default);
    }

    public static async Task<RegistryException> RefusedAsync(RegistryErrorCode code, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RegistryException>(call);
        Assert.Equal(code, refusal.Code);
        return refusal;
    }
}
