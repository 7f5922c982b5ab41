using RestStream.Schemas.Registry;
using static RestStream.Schemas.Tests.Registry.TestRegistry;

namespace RestStream.Schemas.Tests.Registry;

public sealed class DeleteTests
{
    private readonly TestRegistry _registry = new();

    [Fact]
    public async Task SoftDelete_HidesVersions_AndKeepsThemById()
    {
        await _registry.RegisterAsync("s", "a");
        await _registry.RegisterAsync("s");

        var deleted = await _registry.DeleteAsync("s");
        Assert.Equal([1, 2], deleted);
        Assert.Null(_registry.Now.Subject("s")!.Latest);
        Assert.NotNull(_registry.Now.ById(".", 1));
        Assert.Equal(2, _registry.Registry.GetVersion("s", null, includesDeleted: true).Version);
        await RefusedAsync(RegistryErrorCode.SubjectNotFound, () => Task.FromResult(_registry.Registry.GetVersion("s", 1, includesDeleted: false)));
    }

    [Fact]
    public async Task WrongOrder_IsRefused()
    {
        await RefusedAsync(RegistryErrorCode.SubjectNotFound, () => _registry.DeleteAsync("s"));
        await _registry.RegisterAsync("s", "a");
        await RefusedAsync(RegistryErrorCode.SubjectNotSoftDeleted, () => _registry.DeleteAsync("s", permanent: true));
        await RefusedAsync(RegistryErrorCode.VersionNotSoftDeleted, () => DeleteVersionAsync(1, permanent: true));
        await RefusedAsync(RegistryErrorCode.VersionNotFound, () => DeleteVersionAsync(2));
        Assert.Equal(1, await DeleteVersionAsync(1));
        await RefusedAsync(RegistryErrorCode.VersionSoftDeleted, () => DeleteVersionAsync(1));
        await RefusedAsync(RegistryErrorCode.SubjectSoftDeleted, () => _registry.DeleteAsync("s"));
        Assert.Equal(1, await DeleteVersionAsync(1, permanent: true));
        await RefusedAsync(RegistryErrorCode.SubjectNotFound, () => DeleteVersionAsync(1, permanent: true));
    }

    [Fact]
    public async Task RegisteredAgain_IsANewVersionWithTheOldId_AndTheOldOneGoes()
    {
        await _registry.RegisterAsync("s", "a");
        await _registry.DeleteAsync("s");
        var again = await _registry.RegisterAsync("s", "a");

        Assert.Equal((1, 2), (again.Schema.Id, again.Version));
        Assert.Equal([2], _registry.Now.Subject("s")!.Versions.Select(version => version.Version));
        Assert.Equal([2], _registry.Restart().Now.Subject("s")!.Versions.Select(version => version.Version));
    }

    [Fact]
    public async Task PermanentDelete_TakesConfigAndModeAlong()
    {
        await _registry.RegisterAsync("s", "a");
        await _registry.ConfigureAsync("s", """{"compatibility":"FULL"}""");
        await _registry.DeleteAsync("s");
        await _registry.DeleteAsync("s", permanent: true);

        Assert.Null(_registry.Now.Subject("s"));
        Assert.Null(_registry.Now.ById(".", 1));
        Assert.Null(_registry.Registry.ConfigSetFor("s"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ids_AreNeverGivenTwice_AfterPermanentDeleteCompactionAndRestart(bool compacts)
    {
        await _registry.RegisterAsync("s", "a");
        await _registry.RegisterAsync("t", "b");
        await _registry.DeleteAsync("t");
        await _registry.DeleteAsync("t", permanent: true);
        if (compacts) _registry.Topic.Compact();
        var restarted = _registry.Restart();

        Assert.Equal(3, (await restarted.RegisterAsync("t", "b")).Schema.Id);
        Assert.Equal(1, _registry.Topic.MarkWrites);
    }

    [Fact]
    public async Task IdOfAnImportedVersionThatWasReplaced_IsNotGivenAgain()
    {
        await _registry.Registry.ChangeModeAsync("s", RegistryMode.Import, false, default);
        await _registry.RegisterAsync("s", Draft("a") with { Id = 90, Version = 1 });
        await _registry.RegisterAsync("s", Draft("b") with { Id = 7, Version = 1 });
        await _registry.Registry.ChangeModeAsync("s", RegistryMode.ReadWrite, false, default);
        _registry.Topic.Compact();

        Assert.Equal(91, (await _registry.Restart().RegisterAsync("t", "c")).Schema.Id);
    }

    [Fact]
    public async Task References_HoldWhatTheyUse()
    {
        await _registry.RegisterAsync("base", "a");
        await _registry.RegisterAsync("user", Draft("u") with { References = [new("a", "base", -1)] });

        Assert.Equal(1, _registry.Now.Subject("user")!.Latest!.Schema.References[0].Version);
        Assert.Equal([2], _registry.Now.ReferrersOf(_registry.Now.Version("base", 1)!, deleted: false));
        await RefusedAsync(RegistryErrorCode.ReferenceExists, () => _registry.DeleteAsync("base"));
        await RefusedAsync(RegistryErrorCode.ReferenceExists, async () => await _registry.Registry.DeleteVersionAsync("base", 1, false, default));
        await _registry.DeleteAsync("user");
        var deleted = await _registry.DeleteAsync("base");
        Assert.Equal([1], deleted);
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => _registry.RegisterAsync("late", Draft("l") with { References = [new("a", "base", 1)] }));
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => _registry.RegisterAsync("late", Draft("l") with { References = [new("a", "nowhere", 1)] }));
    }

    /// <summary>As in Confluent's registry, where a soft deletion takes the version out of those that refer to others.</summary>
    [Fact]
    public async Task WhatOnlySoftDeletedVersionsUse_IsDeletedForGood_AndTheyComeBackWhenItDoes()
    {
        var user = Draft("u") with { References = [new("a", "base", 1)] };
        await _registry.RegisterAsync("base", "a");
        await _registry.RegisterAsync("user", user);
        await _registry.DeleteAsync("user");
        await _registry.DeleteAsync("base");
        Assert.Single(await _registry.DeleteAsync("base", permanent: true));

        Assert.Equal(Text("u"), _registry.Registry.GetVersion("user", 1, includesDeleted: true).Schema.Text);
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => _registry.RegisterAsync("user", user));
        await _registry.RegisterAsync("base", "a");
        var again = await _registry.RegisterAsync("user", user);
        Assert.Equal((2, 2), (again.Schema.Id, again.Version));
    }

    [Fact]
    public async Task DeletedVersions_AreDeletedAfterARestartToo()
    {
        await _registry.RegisterAsync("s", "a");
        await _registry.DeleteAsync("s");
        await _registry.RegisterAsync("s");
        var restarted = _registry.Restart();

        Assert.Equal([true, false], restarted.Now.Subject("s")!.Versions.Select(version => version.IsDeleted));
        Assert.Equal(2, restarted.Now.Subject("s")!.Latest!.Version);
    }

    [Fact]
    public async Task ManySoftDeletedVersions_AreDestroyedAndLoadedWithoutPassingThemTwice()
    {
        const int Versions = 30_000;
        for (var i = 1; i <= Versions; i++)
        {
            _registry.Topic.Add($$"""{"keytype":"SCHEMA","subject":"s","version":{{i}},"magic":1}""", $$"""{"subject":"s","version":{{i}},"id":{{i}},"schemaType":"JSON","schema":"{\"needs\":[\"{{i}}\"]}","deleted":true}""");
        }

        var loaded = _registry.Restart();
        Assert.Null(loaded.Now.Subject("s")!.Latest);
        Assert.Equal(Versions, (await loaded.DeleteAsync("s", permanent: true)).Length);
        Assert.Null(loaded.Now.Subject("s"));
    }

    [Fact]
    public async Task NewestLiveVersion_IsKnownWhateverIsDeleted()
    {
        for (var i = 0; i < 5; i++) await _registry.RegisterAsync("s", Draft($"{i}"), force: true);
        foreach (var (deleted, newest) in new[] { (4, 5), (5, 3), (1, 3), (3, 2) })
        {
            await DeleteVersionAsync(deleted);
            Assert.Equal(newest, _registry.Now.Subject("s")!.Latest!.Version);
        }

        await DeleteVersionAsync(2);
        Assert.Null(_registry.Now.Subject("s")!.Latest);
        Assert.Null(_registry.Restart().Now.Subject("s")!.Latest);
    }

    [Fact]
    public async Task WhatASchemaUses_IsReadAnewWhenItWasRegisteredAnew()
    {
        await _registry.RegisterAsync("base", "a");
        var user = await _registry.RegisterAsync("user", Draft("u") with { References = [new("a", "base", 1)] });
        var before = _registry.Registry.Parse(user.Schema);
        Assert.Same(before, _registry.Registry.Parse(user.Schema));
        await _registry.DeleteAsync("user");
        await _registry.DeleteAsync("base");
        await _registry.DeleteAsync("base", permanent: true);
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => Task.FromResult(_registry.Registry.Parse(user.Schema)));
        await _registry.RegisterAsync("base", "b");
        Assert.NotSame(before, _registry.Registry.Parse(user.Schema));
    }

    private async Task<int> DeleteVersionAsync(int version, bool permanent = false) => await _registry.Registry.DeleteVersionAsync("s", version, permanent, default);
}
