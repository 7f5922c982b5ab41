namespace RestStream.Schemas.Tests;

public sealed class SchemaReferencesTests
{
    [Fact]
    public void Normalized_IsSortedBySubjectThenVersion_WithoutWhatIsEqual() => Assert.Equal(
        ["b s1 1", "a s1 1", "z s1 2", "a s2 1"],
        SchemaReferences.Normalize([Of("a", "s2", 1), Of("z", "s1", 2), Of("b", "s1", 1), Of("a", "s1", 1), Of("b", "s1", 1)])
            .Select(each => $"{each.Reference.Name} {each.Reference.Subject} {each.Reference.Version}"));

    private static ResolvedReference Of(string name, string subject, int version) => new(new SchemaReference(name, subject, version), "", []);
}
