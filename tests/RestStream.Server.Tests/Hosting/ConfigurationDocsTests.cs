using System.Globalization;
using System.Text;
using RestStream.Broker;
using RestStream.Broker.Groups;
using RestStream.Broker.Groups.Sessions;
using RestStream.Schemas.Enforcement;
using RestStream.Schemas.Registry;
using RestStream.Server.Filters;
using RestStream.Server.Hosting;
using RestStream.Server.Push;
using RestStream.Server.Schemas;
using RestStream.Storage;

namespace RestStream.Server.Tests.Hosting;

/// <summary>docs/configuration.md has every option with its default and its environment name. Set RESTSTREAM_WRITE_DOCS=1 to write its table anew.</summary>
public sealed class ConfigurationDocsTests
{
    private const string Begin = "<!-- options: a test keeps this table equal to the options -->";

    [Fact]
    public async Task Table_IsEqualToTheOptions()
    {
        var path = Repository.Path("docs", "configuration.md");
        var page = await File.ReadAllTextAsync(path);
        var head = page[..(page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)];
        var expected = head + "\n" + Table();
        if (Environment.GetEnvironmentVariable("RESTSTREAM_WRITE_DOCS") == "1") await File.WriteAllTextAsync(path, expected);

        Assert.Equal(expected, await File.ReadAllTextAsync(path));
    }

    private static string Table()
    {
        var log = new LogDirectoryOptions { Path = "" };
        var table = new StringBuilder("| option | environment | default |\n|---|---|---|\n");
        AddRows(table, new ServerOptions(), ServerOptions.Section);
        AddRows(table, new LimitOptions(), LimitOptions.Section);
        AddRows(table, new EngineOptions { Log = log }, EngineSetup.BrokerSection, nameof(EngineOptions.Log), nameof(EngineOptions.Groups), nameof(EngineOptions.Sessions));
        AddRows(table, new GroupOptions(), EngineSetup.GroupsSection);
        AddRows(table, new ConsumerSessionOptions(), EngineSetup.SessionsSection);
        AddRows(table, new FilterOptions(), FilterOptions.Section);
        AddRows(table, new PushOptions(), PushOptions.Section);
        AddRows(table, new RegistryOptions(), SchemasSetup.Section);
        AddRows(table, new EnforcementOptions(), EnforcementSetup.Section);
        AddRows(table, log, EngineSetup.StorageSection, nameof(LogDirectoryOptions.Path));
        return table.ToString();
    }

    private static void AddRows<T>(StringBuilder table, T options, string section, params string[] notOptions)
    {
        foreach (var property in typeof(T).GetProperties().Where(property => property.SetMethod is not null && !notOptions.Contains(property.Name)))
        {
            var environment = section.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant() + "__" + property.Name.ToUpperInvariant();
            var value = property.Name == nameof(LogDirectoryOptions.RecoveryThreads) ? "the processors, at least 2" : OptionValue.Format(property.GetValue(options));
            table.Append(CultureInfo.InvariantCulture, $"| `{section}:{property.Name}` | `{environment}` | {(value.Length == 0 ? "" : $"`{value}`")} |\n");
        }
    }
}
