using RestStream.Schemas.Registry;
using static RestStream.Schemas.Tests.Registry.TestRegistry;

namespace RestStream.Schemas.Tests.Registry;

public sealed class ContextTests
{
    private readonly TestRegistry _registry = new();

    [Fact]
    public async Task Contexts_CountTheirIdsThemselves()
    {
        var first = await _registry.RegisterAsync("s", "a");
        var other = await _registry.RegisterAsync(":.c:s", "b");

        Assert.Equal((1, ":.c:s"), (other.Schema.Id, other.Subject));
        Assert.NotEqual(first.Schema.Text, other.Schema.Text);
        Assert.Equal([".", ".c"], _registry.Restart().Now.Contexts);
    }

    [Fact]
    public async Task DefaultContextWithItsName_IsTheSame()
    {
        await _registry.RegisterAsync(":.:s", "a");

        Assert.Equal("s", _registry.Registry.GetVersion("s", 1, false).Subject);
        Assert.Equal("s", _registry.Registry.GetVersion(":.:s", 1, false).Subject);
    }

    [Fact]
    public async Task WhatTheDefaultContextDoesNotHave_IsFoundInOthers()
    {
        await _registry.RegisterAsync(":.c:s", "a");

        Assert.Equal(":.c:s", _registry.Registry.GetVersion("s", 1, false).Subject);
        Assert.Equal(":.c:s", _registry.Registry.LookUp("s", Draft("a"), false, false).Subject);
        Assert.Equal(".c", _registry.Now.RequireById(1, "s").Schema.Context);
        Assert.Throws<RegistryException>(() => _registry.Now.RequireById(1, ""));
    }

    [Fact]
    public async Task IdOfASubject_IsThatOfTheContextWhereTheSubjectHasIt()
    {
        await _registry.RegisterAsync("other", "a");
        await _registry.RegisterAsync(":.c:s", "b");

        Assert.Equal(".c", _registry.Now.RequireById(1, "s").Schema.Context);
        Assert.Equal(".", _registry.Now.RequireById(1, "other").Schema.Context);
        Assert.Equal(".", _registry.Now.RequireById(1, "nowhere").Schema.Context);
    }

    [Fact]
    public async Task Prefixes_ChooseContexts()
    {
        foreach (var subject in new[] { "ab", "b", ":.c:ab", ":.d:ac" }) await _registry.RegisterAsync(subject, "x");

        Assert.Equal([":.c:ab", ":.d:ac", "ab", "b"], Subjects(":*:"));
        Assert.Equal([":.c:ab", ":.d:ac", "ab"], Subjects(":*:a"));
        Assert.Equal(["ab", "b"], Subjects(""));
        Assert.Equal(["ab"], Subjects("a"));
        Assert.Equal([":.c:ab"], Subjects(":.c:"));
    }

    [Fact]
    public async Task References_AreOfTheirOwnContext_UnlessTheySayAnother()
    {
        await _registry.RegisterAsync("base", "a");
        await RefusedAsync(RegistryErrorCode.InvalidSchema, () => _registry.RegisterAsync(":.c:s", Draft("b") with { References = [new("x", "base", 1)] }));
        await _registry.RegisterAsync(":.c:s", Draft("b") with { References = [new("x", ":.:base", 1)] });

        Assert.Equal([1], _registry.Now.ReferrersOf(_registry.Now.Version("base", 1)!, false));
    }

    [Fact]
    public async Task Context_IsDeletedWhenItIsEmpty_AndItsIdsAreNotGivenAgain()
    {
        await _registry.RegisterAsync(":.c:s", "a");
        await RefusedAsync(RegistryErrorCode.ContextNotEmpty, async () => await _registry.Registry.DeleteContextAsync(".c", default));
        await _registry.DeleteAsync(":.c:s");
        await _registry.DeleteAsync(":.c:s", permanent: true);
        await _registry.Registry.DeleteContextAsync(".c", default);

        Assert.Equal(["."], _registry.Now.Contexts);
        _registry.Topic.Compact();
        Assert.Equal(2, (await _registry.Restart().RegisterAsync(":.c:s", "a")).Schema.Id);
    }

    [Fact]
    public async Task DeletedContext_TakesItsSubjectsSettingsAlong_AndIsKeptWhileItIsReadOnly()
    {
        await _registry.RegisterAsync(":.c:s", "a");
        await _registry.ConfigureAsync(":.c:never-registered", """{"compatibility":"NONE"}""");
        await _registry.DeleteAsync(":.c:s");
        await _registry.DeleteAsync(":.c:s", permanent: true);
        await _registry.Registry.ChangeModeAsync(":.c:", RegistryMode.ReadOnly, false, default);
        await RefusedAsync(RegistryErrorCode.OperationNotPermitted, async () => await _registry.Registry.DeleteContextAsync(".c", default));
        await _registry.Registry.ChangeModeAsync(":.c:", RegistryMode.ReadWrite, false, default);
        await _registry.Registry.DeleteContextAsync(".c", default);

        Assert.Null(_registry.Registry.ConfigSetFor(":.c:never-registered"));
        Assert.Null(_registry.Restart().Registry.ModeSetFor(":.c:"));
    }

    private List<string> Subjects(string prefix) => [.. _registry.Now.SubjectsOf(prefix).Select(subject => subject.Name)];
}
