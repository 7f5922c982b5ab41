using System.Text.Json;

namespace RestStream.Server.Schemas;

/// <summary>What a topic asks of its values, or of its keys.</summary>
internal record SchemaRuleBody
{
    /// <summary><c>off</c>, <c>warn</c> or <c>enforce</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>The subject; null for the one that the strategy names.</summary>
    public string? Subject { get; init; }

    /// <summary><c>reject</c> (the default) or <c>deadLetter</c>.</summary>
    public string? OnInvalid { get; init; }

    /// <summary><c>latest</c> (the default) or the number of a version.</summary>
    public JsonElement? Version { get; init; }

    /// <summary><c>TopicName</c> (the default), <c>RecordName</c> or <c>TopicRecordName</c>.</summary>
    public string? Strategy { get; init; }

    /// <summary><c>annotate</c> (the default) or <c>assert</c>.</summary>
    public string? Formats { get; init; }

    /// <summary>Stored records get Confluent's header that names their schema.</summary>
    public bool? Stamp { get; init; }

    /// <summary>Records pass while the subject has no schema.</summary>
    public bool? AllowMissing { get; init; }

    /// <summary>True when a member of the rule itself is given.</summary>
    internal bool IsGiven =>
        (Mode ?? Subject ?? OnInvalid ?? Strategy ?? Formats) is not null || Version is not null || Stamp is not null || AllowMissing is not null;
}
