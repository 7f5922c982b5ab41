using RestStream.Schemas.Registry;
using static RestStream.Schemas.Tests.Registry.TestRegistry;

namespace RestStream.Schemas.Tests.Registry;

public sealed class SettingsTests
{
    private readonly TestRegistry _registry = new();

    [Fact]
    public async Task Config_NarrowerCountsFirst()
    {
        Assert.Equal(CompatibilityLevel.Backward, LevelOf("s"));
        await _registry.ConfigureAsync(":.__GLOBAL:", """{"compatibility":"FORWARD"}""");
        Assert.Equal((CompatibilityLevel.Forward, CompatibilityLevel.Forward), (LevelOf("s"), LevelOf(":.c:s")));
        await _registry.ConfigureAsync("", """{"compatibility":"full"}""");
        await _registry.ConfigureAsync(":.c:", """{"compatibility":"FULL_TRANSITIVE"}""");
        Assert.Equal((CompatibilityLevel.Full, CompatibilityLevel.FullTransitive), (LevelOf("s"), LevelOf(":.c:s")));
        await _registry.ConfigureAsync("s", """{"compatibility":"NONE"}""");
        Assert.Equal(CompatibilityLevel.None, LevelOf("s"));
        Assert.Equal(CompatibilityLevel.None, _registry.Restart().Now.ConfigOf("s").CompatibilityLevel);
    }

    [Fact]
    public async Task Config_AbsentStaysAndNullClears()
    {
        await _registry.ConfigureAsync("s", """{"compatibility":"FULL","alias":"t","normalize":true}""");
        await _registry.ConfigureAsync("s", """{"normalize":null}""");

        var set = _registry.Registry.ConfigSetFor("s")!;
        Assert.Equal((CompatibilityLevel.Full, "t", null), (set.CompatibilityLevel, set.Alias, set.Normalize));
        await RefusedAsync(RegistryErrorCode.InvalidCompatibilityLevel, () => _registry.ConfigureAsync("s", """{"compatibility":"SOMEHOW"}"""));
        Assert.Equal(CompatibilityLevel.Full, (await _registry.Registry.DeleteConfigAsync("s", default))!.CompatibilityLevel);
        Assert.Null(await _registry.Registry.DeleteConfigAsync("s", default));
    }

    [Fact]
    public async Task Alias_StandsForItsSubject()
    {
        await _registry.RegisterAsync("real", "a");
        await _registry.ConfigureAsync("name", """{"alias":"real"}""");

        Assert.Equal("real", _registry.Registry.GetVersion("name", null, false).Subject);
        Assert.Equal("real", (await _registry.RegisterAsync("name")).Subject);
        Assert.Equal(["name"], _registry.Now.AliasesBySubject()["real"]);
    }

    [Theory]
    [InlineData("s")]
    [InlineData("")]
    [InlineData(":.__GLOBAL:")]
    public async Task ReadOnly_RefusesWritesAndDeletes(string scope)
    {
        await _registry.RegisterAsync("s", "a");
        await _registry.Registry.ChangeModeAsync(scope, RegistryMode.ReadOnly, false, default);

        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, () => _registry.RegisterAsync("s"));
        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, () => _registry.DeleteAsync("s"));
        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, () => _registry.ConfigureAsync("s", "{}"));
        Assert.Equal(1, (await _registry.RegisterAsync("s", "a")).Version);
        await _registry.Registry.DeleteModeAsync(scope, false, default);
        await _registry.RegisterAsync("s");
    }

    [Fact]
    public async Task ReadOnlyOverride_IsOverNarrowerModes()
    {
        await _registry.Registry.ChangeModeAsync("s", RegistryMode.ReadWrite, false, default);
        await _registry.Registry.ChangeModeAsync("", RegistryMode.ReadOnlyOverride, false, default);

        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, () => _registry.RegisterAsync("s", "a"));
    }

    [Fact]
    public async Task Import_TakesIdsAndVersionsUnchecked()
    {
        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, () => _registry.RegisterAsync("s", Draft("a") with { Id = 7 }));
        await _registry.Registry.ChangeModeAsync("", RegistryMode.Import, false, default);
        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, () => _registry.RegisterAsync("s", "a"));
        var first = await _registry.RegisterAsync("s", Draft("a") with { Id = 7, Version = 3 });
        var second = await _registry.RegisterAsync("s", Draft("b") with { Id = 9, Version = 5 });

        Assert.Equal((7, 3), (first.Schema.Id, first.Version));
        Assert.Equal((9, 5), (second.Schema.Id, second.Version));
        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, () => _registry.RegisterAsync("t", Draft("c") with { Id = 7 }));
        Assert.Equal((7, 3), Of(await _registry.RegisterAsync("s", Draft("a") with { Id = 7 })));
        Assert.Equal((8, 6), Of(await _registry.RegisterAsync("s", Draft("a") with { Id = 8 })));
        Assert.Equal((7, 12), Of(await _registry.RegisterAsync("s", Draft("a") with { Id = 7, Version = 12 })));
        Assert.Equal((7, 3), Of(await _registry.RegisterAsync("s", Draft("a") with { Id = 7, Version = 3 })));
        Assert.Equal([3, 5, 6, 12], _registry.Now.Subject("s")!.Versions.Select(version => version.Version));
        await _registry.Registry.ChangeModeAsync("", RegistryMode.ReadWrite, false, default);
        Assert.Equal(10, (await _registry.RegisterAsync("t", "d")).Schema.Id);
    }

    [Fact]
    public async Task ContentThatImportsGaveTwoIds_IsFoundUnderBoth_AndKeepsOneWhenTheOtherGoes()
    {
        await _registry.Registry.ChangeModeAsync("", RegistryMode.Import, false, default);
        await _registry.RegisterAsync("a", Draft("x") with { Id = 5 });
        await _registry.RegisterAsync("b", Draft("x") with { Id = 7 });
        await _registry.Registry.ChangeModeAsync("", RegistryMode.ReadWrite, false, default);

        Assert.Equal((7, 1), (await IdOfXAsync("b"), _registry.Now.Subject("b")!.Versions.Count));
        await _registry.DeleteAsync("a");
        await _registry.DeleteAsync("a", permanent: true);
        Assert.Equal(7, await IdOfXAsync("c"));
    }

    [Fact]
    public async Task Import_IsEnteredWhereNoLiveSchemasAre_AndTakesTheDeletedOnesAway()
    {
        await _registry.RegisterAsync("s", "a");
        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, async () => await _registry.Registry.ChangeModeAsync("", RegistryMode.Import, false, default));
        await _registry.Registry.ChangeModeAsync("", RegistryMode.Import, force: true, default);
        Assert.NotNull(_registry.Now.Subject("s"));
        await _registry.Registry.ChangeModeAsync("", RegistryMode.ReadWrite, false, default);
        await _registry.DeleteAsync("s");
        await _registry.Registry.ChangeModeAsync("", RegistryMode.Import, false, default);
        Assert.Null(_registry.Now.Subject("s"));
    }

    [Fact]
    public async Task Forward_IsForTheGlobalContextAlone()
    {
        await RefusedAsync(RegistryErrorCode.InvalidMode, async () => await _registry.Registry.ChangeModeAsync("s", RegistryMode.Forward, false, default));
        Assert.Equal(RegistryMode.Forward, await _registry.Registry.ChangeModeAsync(":.__GLOBAL:", RegistryMode.Forward, false, default));
    }

    [Fact]
    public async Task ModeOfAContext_IsDeletedWithThoseOfItsSubjects()
    {
        await _registry.Registry.ChangeModeAsync(":.c:", RegistryMode.ReadOnly, false, default);
        await _registry.Registry.ChangeModeAsync(":.c:s", RegistryMode.ReadOnly, false, default);
        Assert.Equal(RegistryMode.ReadOnly, await _registry.Registry.DeleteModeAsync(":.c:", recursive: true, default));
        Assert.Equal(RegistryMode.ReadWrite, _registry.Now.ModeOf(":.c:s"));
    }

    private static (int Id, int Version) Of(RegisteredVersion version) => (version.Schema.Id, version.Version);

    private async Task<int> IdOfXAsync(string subject) => (await _registry.RegisterAsync(subject, "x")).Schema.Id;

    private CompatibilityLevel? LevelOf(string subject) => _registry.Now.ConfigOf(subject).CompatibilityLevel;
}
