using System.Text.Json;

namespace RestStream.Schemas.Registry;

public sealed partial class SchemaRegistry
{
    /// <summary>What is set for a subject itself; for a context (<c>:.ctx:</c>) or the server (""); null for nothing.</summary>
    public RegistryConfig? ConfigSetFor(string scope) => Current.Configs.GetValueOrDefault(QualifiedSubject.Normalize(scope));

    /// <summary>The mode that is set for a subject itself; null for none.</summary>
    public RegistryMode? ModeSetFor(string scope) => Current.Modes.TryGetValue(QualifiedSubject.Normalize(scope), out var mode) ? mode : null;

    /// <summary>Changes what is set for a subject, a context (<c>:.ctx:</c>) or the server (""): absent members stay, null ones are cleared.</summary>
    /// <returns>What is set now.</returns>
    /// <exception cref="RegistryException">It is refused.</exception>
    /// <exception cref="JsonException">A member is of another shape.</exception>
    public ValueTask<RegistryConfig> ChangeConfigAsync(string scope, JsonElement change, CancellationToken cancellationToken)
    {
        var name = RequireScope(scope);
        // Read once before the writer's turn, so that what is malformed is told by no other exception than here.
        RequireRules(RegistryConfigJson.Change(change, new RegistryConfig(), "compatibility"));
        return _writer.WriteAsync(
            head =>
            {
                RequireWritable(head, name);
                var config = RegistryConfigJson.Change(change, head.Configs.GetValueOrDefault(name) ?? new RegistryConfig(), "compatibility");
                return new Decision<RegistryConfig>([new RegistryRecord.Config(RecordSubject(name), config)], config);
            },
            cancellationToken);
    }

    /// <summary>Forgets what is set; null when nothing was.</summary>
    /// <exception cref="RegistryException">It is refused.</exception>
    public ValueTask<RegistryConfig?> DeleteConfigAsync(string scope, CancellationToken cancellationToken)
    {
        var name = RequireScope(scope);
        return _writer.WriteAsync(
            head =>
            {
                RequireWritable(head, name);
                var today = head.Configs.GetValueOrDefault(name);
                return new Decision<RegistryConfig?>(today is null ? [] : [new RegistryRecord.Config(RecordSubject(name), null)], today);
            },
            cancellationToken);
    }

    /// <summary>Sets a mode. IMPORT is entered only where no live schema is, or by force, and takes the soft-deleted ones away.</summary>
    /// <exception cref="RegistryException">It is refused.</exception>
    public ValueTask<RegistryMode> ChangeModeAsync(string scope, RegistryMode mode, bool force, CancellationToken cancellationToken)
    {
        var name = RequireScope(scope);
        if (mode == RegistryMode.Forward && name != QualifiedSubject.OfContext(QualifiedSubject.GlobalContext))
            throw new RegistryException(RegistryErrorCode.InvalidMode, $"FORWARD is a mode of {QualifiedSubject.OfContext(QualifiedSubject.GlobalContext)} alone.");
        return _writer.WriteAsync(head => DecideMode(head, name, mode, force), cancellationToken);
    }

    /// <summary>Forgets a mode; null when none was set.</summary>
    /// <param name="scope">The subject or context.</param>
    /// <param name="recursive">Of a context: its subjects' too.</param>
    /// <param name="cancellationToken">Ends the wait for the writer's turn.</param>
    /// <exception cref="RegistryException">It is refused.</exception>
    public ValueTask<RegistryMode?> DeleteModeAsync(string scope, bool recursive, CancellationToken cancellationToken)
    {
        var name = RequireScope(scope);
        return _writer.WriteAsync(
            head =>
            {
                RegistryMode? today = head.Modes.TryGetValue(name, out var mode) ? mode : null;
                var names = head.Modes.Keys.Where(one => one == name || (recursive && IsWithin(one, name)));
                return new Decision<RegistryMode?>([.. names.Select(one => new RegistryRecord.Mode(RecordSubject(one), null))], today);
            },
            cancellationToken);
    }

    private static Decision<RegistryMode> DecideMode(RegistrySnapshot head, string name, RegistryMode mode, bool force)
    {
        var records = new List<RegistryRecord>();
        if (mode == RegistryMode.Import && head.ModeOf(name) != RegistryMode.Import)
        {
            foreach (var subject in head.Subjects.Values.Where(subject => subject.Name == name || IsWithin(subject.Name, name)))
            {
                if (subject.Latest is not null && !force)
                    throw Refusals.NotPermitted($"IMPORT needs a place without schemas, and subject '{Refusals.Shown(subject.Name)}' has one. Delete it, or say force=true.");
                if (!force) records.AddRange(subject.Versions.Select(version => new RegistryRecord.Version(subject.Name, version.Version, null)));
            }
        }

        records.Add(new RegistryRecord.Mode(RecordSubject(name), mode));
        return new(records, mode);
    }

    private static bool IsWithin(string subject, string scope) =>
        QualifiedSubject.Parse(scope) is { Name: "" } context && QualifiedSubject.Parse(subject) is var inner && inner.Context == context.Context && inner.Name.Length > 0;

    private static string? RecordSubject(string name) => name.Length == 0 ? null : name;

    private static void RequireRules(RegistryConfig config)
    {
        if ((config.DefaultRuleSet?.Violation() ?? config.OverrideRuleSet?.Violation()) is { } violation) throw new RegistryException(RegistryErrorCode.InvalidRuleSet, violation);
    }

    private string RequireScope(string scope)
    {
        if (scope.Any(char.IsControl) || scope.Length > _options.MaxSubjectLength || QualifiedSubject.Parse(scope).Name is QualifiedSubject.GlobalName or QualifiedSubject.EmptyName)
            throw Refusals.InvalidSubject(scope);
        return QualifiedSubject.Normalize(scope);
    }
}
