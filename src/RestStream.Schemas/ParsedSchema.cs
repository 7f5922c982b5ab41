using System.Buffers;

namespace RestStream.Schemas;

/// <summary>A schema that was read and found right. Immutable, thread-safe.</summary>
public abstract class ParsedSchema
{
    /// <summary>Its type.</summary>
    public abstract SchemaType Type { get; }

    /// <summary>Its text as it is stored and returned: white space and, for Avro and Protobuf, order and spelling made uniform by Confluent's rules.</summary>
    public abstract string CanonicalText { get; }

    /// <summary>The name of the record that it describes, for the subject name strategies; null when it has none.</summary>
    public abstract string? RecordName { get; }

    /// <summary>The name of the record that a binary payload holds: a Protobuf schema has several messages, and the payload's index path chooses one.</summary>
    /// <returns>Null for a payload that names none.</returns>
    public virtual string? RecordNameOf(ReadOnlySpan<byte> payload) => RecordName;

    /// <summary>What it uses directly.</summary>
    public abstract IReadOnlyList<SchemaReference> References { get; }

    /// <summary>The names of the fields of the record that it describes, those within fields left out; none when it describes no record.</summary>
    public virtual IEnumerable<string> TopLevelFields => [];

    /// <summary>The same schema written so that equal ones are equal texts (<c>normalize=true</c>).</summary>
    public abstract ParsedSchema Normalize();

    /// <summary>Its text in another format of its type (<c>format=</c>); the canonical text for a format that the type does not know.</summary>
    public abstract string Format(string format);

    /// <summary>Why records written by <paramref name="writer"/> cannot be read by this one; empty when they can.</summary>
    /// <exception cref="ArgumentException"><paramref name="writer"/> is of another type.</exception>
    /// <exception cref="SchemaException">To compare the two costs more than any real schemas cost.</exception>
    public abstract IReadOnlyList<Incompatibility> CannotRead(ParsedSchema writer, CompatibilityPolicy policy);

    /// <summary>Checks that a binary payload is one value of this schema and nothing more, and shows it as JSON if asked. Nothing is written unless it is.</summary>
    /// <param name="payload">Avro: the value; Protobuf: the message's index path, then the message. Without the registry's magic byte and id.</param>
    /// <param name="json">Where its JSON goes; null to check only, which allocates nothing for an ordinary payload that is right.</param>
    /// <param name="problem">What is wrong and where, for a person; null when nothing is.</param>
    /// <returns>False for a payload that is none, that goes beyond a bound, and for types whose values are no binary payloads.</returns>
    public virtual bool TryDecode(ReadOnlySpan<byte> payload, IBufferWriter<byte>? json, out string? problem)
    {
        problem = $"Values of {SchemaTypes.NameOf(Type)} schemas are not a binary form.";
        return false;
    }

    /// <summary>What differs when records written by <paramref name="writer"/> are read by this one, for a person: types that can tell
    /// list harmless differences too.</summary>
    /// <exception cref="ArgumentException"><paramref name="writer"/> is of another type.</exception>
    public virtual IReadOnlyList<SchemaDifference> DifferencesFrom(ParsedSchema writer)
    {
        var passing = CannotRead(writer, CompatibilityPolicy.Lenient).ToHashSet();
        return
        [
            .. CannotRead(writer, CompatibilityPolicy.Strict).Select(found =>
                new SchemaDifference(found.ErrorType, found.Path, false, !passing.Contains(found), found.Description)),
        ];
    }
}
