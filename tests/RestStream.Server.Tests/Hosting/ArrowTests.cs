using System.Xml.Linq;

namespace RestStream.Server.Tests.Hosting;

/// <summary>The rooms' arrows: who may see whom.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["RestStream.Core"] = [],
        ["RestStream.Storage"] = [],
        ["RestStream.Broker"] = ["RestStream.Core", "RestStream.Storage"],
        ["RestStream.Schemas"] = ["RestStream.Core"],
        ["RestStream.Server"] = ["RestStream.Broker", "RestStream.Core", "RestStream.Schemas", "RestStream.Storage"],
    };

    [Fact]
    public void Projects_ReferenceOnlyWhatTheDesignAllows()
    {
        var projects = Directory.GetFiles(Repository.Path("src"), "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(Arrows.Keys.Order(), projects.Select(path => Path.GetFileNameWithoutExtension(path)!).Order());
        Assert.All(projects, path => Assert.Equal(Arrows[Path.GetFileNameWithoutExtension(path)], References(path, "ProjectReference").Order()));
    }

    [Theory]
    [InlineData("RestStream.Core")]
    [InlineData("RestStream.Storage")]
    public void BaseRooms_DependOnTheBclAlone(string room) => Assert.Empty(References(Repository.Path("src", room, room + ".csproj"), "PackageReference"));

    private static IEnumerable<string> References(string path, string kind) =>
        XDocument.Load(path).Descendants(kind).Select(reference => ((string)reference.Attribute("Include")!).Split("/")[^1].Replace(".csproj", "", StringComparison.Ordinal));
}
