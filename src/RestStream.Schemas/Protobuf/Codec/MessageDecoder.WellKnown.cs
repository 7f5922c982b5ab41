using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace RestStream.Schemas.Protobuf.Codec;

internal ref partial struct MessageDecoder
{
    private const long MinTimestampSeconds = -62_135_596_800;
    private const long MaxTimestampSeconds = 253_402_300_799;
    private const long MaxDurationSeconds = 315_576_000_000;
    private const int NanosPerSecond = 1_000_000_000;

    private bool WellKnown(MessagePlan plan, int from, int to, int depth) => plan.WellKnown switch
    {
        WellKnownType.Any => Any(from, to, depth),
        WellKnownType.Duration => Duration(Long(0, from, to), (int)Long(1, from, to)),
        WellKnownType.FieldMask => FieldMask(from, to),
        WellKnownType.ListValue => ListValue(plan, from, to, depth),
        WellKnownType.Struct => Entries(plan.Fields[0], from, to, depth),
        WellKnownType.Timestamp => Timestamp(Long(0, from, to), (int)Long(1, from, to)),
        WellKnownType.Value => Value(plan, from, to, depth),
        _ => Wrapper(plan.Fields[0], from, to),
    };

    private readonly long Long(int ordinal, int from, int to) => Last(ordinal, from, to) is { } found ? (long)Bits(found) : 0;

    private bool Timestamp(long seconds, int nanos)
    {
        if (_json is null) return true;
        if (seconds is < MinTimestampSeconds or > MaxTimestampSeconds || nanos is < 0 or >= NanosPerSecond) return Fail("A Timestamp lies outside the years 1 to 9999.");
        var time = DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        _json.WriteStringValue($"{time}{Fraction(nanos)}Z");
        return true;
    }

    private bool Duration(long seconds, int nanos)
    {
        if (_json is null) return true;
        var isMixed = (seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0);
        if (isMixed || seconds is < -MaxDurationSeconds or > MaxDurationSeconds || nanos is <= -NanosPerSecond or >= NanosPerSecond)
            return Fail("A Duration is longer than 10,000 years, or its parts have different signs.");
        var sign = seconds < 0 || nanos < 0 ? "-" : "";
        _json.WriteStringValue($"{sign}{Math.Abs(seconds)}{Fraction(Math.Abs(nanos))}s");
        return true;
    }

    /// <summary>Nothing, or three, six or nine digits behind a point.</summary>
    private static string Fraction(int nanos)
    {
        if (nanos == 0) return "";
        var digits = nanos.ToString("D9", CultureInfo.InvariantCulture);
        var count = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
        return "." + digits[..count];
    }

    private bool FieldMask(int from, int to)
    {
        var paths = new StringBuilder();
        for (var at = from; at < to; at++)
        {
            if (!Utf8.IsValid(Span(_found[at]))) return Fail("A path of a FieldMask is not UTF-8.");
            if (at > from) paths.Append(',');
            AppendCamel(paths, Encoding.UTF8.GetString(Span(_found[at])));
        }

        _json?.WriteStringValue(paths.ToString());
        return true;
    }

    private static void AppendCamel(StringBuilder text, string path)
    {
        var isUpper = false;
        foreach (var c in path)
        {
            if (c != '_') text.Append(isUpper ? char.ToUpperInvariant(c) : c);
            isUpper = c == '_';
        }
    }

    private bool ListValue(MessagePlan plan, int from, int to, int depth)
    {
        _json?.WriteStartArray();
        for (var at = from; at < to; at++)
        {
            if (!Part(plan.Fields[0].Message, at, at + 1, depth)) return false;
        }

        _json?.WriteEndArray();
        return true;
    }

    /// <summary>A Value without a kind is written as null: JSON has nothing closer.</summary>
    private bool Value(MessagePlan plan, int from, int to, int depth)
    {
        while (from < to && _found[from].Ordinal < 0) from++;
        if (from == to)
        {
            _json?.WriteNullValue();
            return true;
        }

        var field = plan.Fields[_found[from].Ordinal];
        if (Model.FieldKinds.IsMessage(field.Kind)) return Part(field.Message, from, to, depth);
        var isNumber = field.Kind == Model.FieldKind.Double && !double.IsFinite(BitConverter.UInt64BitsToDouble(Bits(_found[to - 1])));
        return isNumber ? Fail("A Value holds a number that JSON does not have.") : Scalar(field, _found[to - 1]);
    }

    private bool Wrapper(FieldPlan value, int from, int to)
    {
        if (to > from) return Scalar(value, _found[to - 1]);
        Default(value);
        return true;
    }

    /// <summary>A message of a type that the schema knows is shown with its type; of another, its bytes.</summary>
    private bool Any(int from, int to, int depth)
    {
        var url = Last(0, from, to) is { } name ? Span(name) : default;
        if (!Utf8.IsValid(url)) return Fail("The type of an Any is not UTF-8.");
        _json?.WriteStartObject();
        var at = to - 1;
        while (at >= from && _found[at].Ordinal != 1) at--;
        var isWhole = (url.IsEmpty && at < from) || AnyContent(url, at < from ? null : _found[at], depth);
        _json?.WriteEndObject();
        return isWhole;
    }

    private bool AnyContent(ReadOnlySpan<byte> url, Occurrence? content, int depth)
    {
        _json?.WriteString("@type"u8, url);
        var plan = _types.Find(Encoding.UTF8.GetString(url[(url.LastIndexOf((byte)'/') + 1)..]));
        if (plan is null)
        {
            _json?.WriteBase64String("value"u8, content is { } bytes ? Span(bytes) : default);
            return true;
        }

        var segment = _segments.Count;
        if (content is { } found) _segments.Add((found.Start, found.Length));
        if (plan.WellKnown == WellKnownType.None) return AnyFields(plan, segment, depth + 1);
        _json?.WritePropertyName("value"u8);
        return Message(plan, segment, depth + 1);
    }

    private bool AnyFields(MessagePlan plan, int segment, int depth)
    {
        if (depth > MaxDepth) return Fail($"Messages nest more than {MaxDepth} deep.");
        var first = _found.Count;
        if (!Scan(plan, segment)) return false;
        var isWhole = HasRequired(plan, first) && Fields(plan, first, _found.Count, depth);
        _found.RemoveRange(first, _found.Count - first);
        _segments.RemoveRange(segment, _segments.Count - segment);
        return isWhole;
    }
}
