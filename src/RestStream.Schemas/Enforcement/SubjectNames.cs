using RestStream.Core.Schemas;

namespace RestStream.Schemas.Enforcement;

/// <summary>Confluent's subject name strategies.</summary>
public static class SubjectNames
{
    /// <summary>The subject of records that do not say what they are; null when the strategy needs the name of their type.</summary>
    /// <param name="rule">What the topic asks.</param>
    /// <param name="topic">Its name.</param>
    /// <param name="part">Of what.</param>
    public static string? Fixed(SchemaRule rule, string topic, RecordPart part)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (rule.Subject is not null) return rule.Subject;
        return rule.Strategy == SubjectNameStrategy.TopicName ? $"{topic}{(part == RecordPart.Value ? "-value" : "-key")}" : null;
    }

    /// <summary>The subject of a record whose type has this name.</summary>
    internal static string Of(SubjectNameStrategy strategy, string topic, string recordName) =>
        strategy == SubjectNameStrategy.TopicRecordName ? $"{topic}-{recordName}" : recordName;

    /// <summary>The subject for a sentence, when the name of the type is not known.</summary>
    internal static string Described(SubjectNameStrategy strategy, string topic) => Of(strategy, topic, "<name of the record's type>");
}
