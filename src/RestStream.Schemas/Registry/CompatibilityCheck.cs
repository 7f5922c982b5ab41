using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RestStream.Schemas.Registry;

/// <summary>Compares a candidate with earlier versions by the level in force. Stateless.</summary>
internal sealed class CompatibilityCheck(SchemaParser parser, RegistryOptions options)
{
    private const int ShownSchemaCharacters = 10 << 10;

    /// <summary>Compares with the newest version, or with all from newest to oldest until one does not fit.</summary>
    /// <param name="snapshot">Where what they use is found.</param>
    /// <param name="config">What is in force.</param>
    /// <param name="candidate">The new one.</param>
    /// <param name="newestFirst">The versions to compare with, newest first.</param>
    /// <param name="compared">What was compared before, and where it is noted.</param>
    /// <param name="cancellationToken">Ends it between two versions.</param>
    /// <exception cref="RegistryException">It takes too long, or there are too many versions to compare with.</exception>
    public CompatibilityReport Run(
        RegistrySnapshot snapshot, RegistryConfig config, Candidate candidate, IEnumerable<RegisteredVersion> newestFirst, ComparedVersions compared, CancellationToken cancellationToken)
    {
        var level = config.CompatibilityLevel ?? CompatibilityLevel.Backward;
        if (config.ValidateFields is true && ReservedFields.WhyNot(candidate, newestFirst.FirstOrDefault()?.Schema.Metadata) is { Count: > 0 } reserved) return new(false, [.. reserved, Rules(config, level)]);
        if (level == CompatibilityLevel.None) return CompatibilityReport.Compatible;
        compared.Begin(candidate.Parsed, level, config.Policy);
        if (config.CompatibilityGroup is { Length: > 0 } group) newestFirst = newestFirst.Where(version => GroupOf(version.Schema.Metadata, group) == GroupOf(candidate.Metadata, group));
        var (begin, count) = (Stopwatch.GetTimestamp(), 0);
        foreach (var version in IsTransitive(level) ? newestFirst : newestFirst.Take(1))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++count > options.MaxComparedVersions)
                throw Refusals.NotPermitted(string.Create(CultureInfo.InvariantCulture, $"The subject has more than {options.MaxComparedVersions} versions to compare with (MaxComparedVersions). Delete old ones, raise the limit, or take a level that is not transitive."));
            if (Stopwatch.GetElapsedTime(begin) > options.MaxCompareTime)
                throw Refusals.NotPermitted(string.Create(CultureInfo.InvariantCulture, $"Comparing takes longer than {options.MaxCompareTime.TotalSeconds} s (MaxCompareTime): {count - 1} versions were compared. Delete old ones, raise the limit, or take a level that is not transitive."));
            if (compared.HasPassed(version.Schema)) continue;
            var differences = Differences(snapshot, level, config.Policy, candidate.Parsed, version.Schema);
            if (differences.Count > 0) return new(false, Messages(differences, version, config, level));
            compared.Pass(version.Schema);
        }

        return CompatibilityReport.Compatible;
    }

    private List<Incompatibility> Differences(RegistrySnapshot snapshot, CompatibilityLevel level, CompatibilityPolicy policy, ParsedSchema candidate, StoredSchema earlier)
    {
        if (earlier.Type != candidate.Type)
        {
            return [new("TYPE_CHANGED", $"The earlier schema is {SchemaTypes.NameOf(earlier.Type)}, this one is {SchemaTypes.NameOf(candidate.Type)}", "/")];
        }

        if (!TryParse(snapshot, earlier, out var other, out var reason))
            return [new("EARLIER_SCHEMA_UNREADABLE", $"The earlier schema came from elsewhere and cannot be read here, so nothing is known of its records. {reason} Delete it, or register with force=true", "")];
        var differences = new List<Incompatibility>();
        if (ReadsEarlier(level)) differences.AddRange(CannotRead(candidate, other, policy));
        if (differences.Count == 0 && IsReadByEarlier(level)) differences.AddRange(CannotRead(other, candidate, policy));
        return differences;
    }

    private bool TryParse(RegistrySnapshot snapshot, StoredSchema earlier, [NotNullWhen(true)] out ParsedSchema? parsed, [NotNullWhen(false)] out string? reason)
    {
        try
        {
            (parsed, reason) = (parser.Parse(snapshot, earlier), null);
            return true;
        }
        catch (RegistryException e)
        {
            (parsed, reason) = (null, e.Message);
            return false;
        }
    }

    private static IReadOnlyList<Incompatibility> CannotRead(ParsedSchema reader, ParsedSchema writer, CompatibilityPolicy policy)
    {
        try
        {
            return reader.CannotRead(writer, policy);
        }
        catch (SchemaException e)
        {
            throw Refusals.InvalidSchema(e.Message, e);
        }
    }

    private static List<string> Messages(List<Incompatibility> differences, RegisteredVersion version, RegistryConfig config, CompatibilityLevel level)
    {
        var text = version.Schema.Text;
        return
        [
            .. differences.Select(difference => $"{{errorType:'{difference.ErrorType}', description:'{Description(difference)}'}}"),
            string.Create(CultureInfo.InvariantCulture, $"{{oldSchemaVersion: {version.Version}}}"),
            $"{{oldSchema: '{(text.Length > ShownSchemaCharacters ? text[..ShownSchemaCharacters] + "..." : text)}'}}",
            Rules(config, level),
        ];
    }

    private static string Rules(RegistryConfig config, CompatibilityLevel level) => $"{{validateFields: '{(config.ValidateFields is true ? "true" : "false")}', compatibility: '{RegistryNames.Of(level)}'}}";

    private static string Description(Incompatibility difference) =>
        difference.Path.Length == 0 || difference.Description.Contains(difference.Path, StringComparison.Ordinal) ? difference.Description : $"{difference.Description} at path '{difference.Path}'";

    private static string? GroupOf(SchemaMetadata? metadata, string property) => metadata?.Properties.GetValueOrDefault(property);

    private static bool IsTransitive(CompatibilityLevel level) => level is CompatibilityLevel.BackwardTransitive or CompatibilityLevel.ForwardTransitive or CompatibilityLevel.FullTransitive;

    private static bool ReadsEarlier(CompatibilityLevel level) => level is not (CompatibilityLevel.Forward or CompatibilityLevel.ForwardTransitive);

    private static bool IsReadByEarlier(CompatibilityLevel level) => level is not (CompatibilityLevel.Backward or CompatibilityLevel.BackwardTransitive);
}
