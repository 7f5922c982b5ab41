namespace RestStream.Core.Schemas;

/// <summary>How the subject of a record is called, by Confluent's names.</summary>
public enum SubjectNameStrategy
{
    /// <summary><c>&lt;topic&gt;-value</c> or <c>&lt;topic&gt;-key</c>.</summary>
    TopicName,

    /// <summary>The name of the record's type.</summary>
    RecordName,

    /// <summary><c>&lt;topic&gt;-&lt;name of the record's type&gt;</c>.</summary>
    TopicRecordName,
}
