using RestStream.TestKit;

namespace RestStream.Server.Tests.Schemas;

/// <summary>The clients of other registries, unchanged from npm: register, encode, decode, evolve in all three types.</summary>
public sealed class RegistryClientsTests
{
    [SkippableFact]
    public async Task KafkajsAndConfluent_WorkUnchanged()
    {
        NodeScript.FolderOrSkip();
        await using var app = RestStreamApp.With();

        Assert.Equal("kafkajs\nconfluent", (await NodeScript.RunOrSkipAsync("registry-clients.js", app.Address.ToString().TrimEnd('/'))).Trim());
    }
}
