using System.Globalization;
using System.Text;

namespace RestStream.Server.Filters;

/// <summary>Literals and paths.</summary>
internal sealed partial class FilterParser
{
    private const int MaxIndex = 1_000_000;
    private const string Roots = "value, key, headers['…'], partition, offset, timestamp, topic, a number, a text, true, false, null, exists(…), '!' or '('";

    /// <summary>An operand; <paramref name="call"/> is the method that is called on it, whose parenthesis comes next.</summary>
    private FilterOperand ParseOperand(out FilterToken? call)
    {
        Count();
        call = null;
        if (ParseLiteral() is { } literal) return literal;
        return ParsePath(Roots, out call);
    }

    private LiteralOperand? ParseLiteral()
    {
        var token = _token;
        FilterKind? kind = token.Kind switch
        {
            FilterTokenKind.Number => FilterKind.Number,
            FilterTokenKind.Text => FilterKind.Text,
            FilterTokenKind.Name => token.Text switch
            {
                "true" => FilterKind.True,
                "false" => FilterKind.False,
                "null" => FilterKind.Null,
                _ => null,
            },
            _ => null,
        };
        if (kind is null) return null;
        Advance();
        return new LiteralOperand(kind.Value, Encoding.UTF8.GetBytes(token.Text)) { Column = token.Column, Text = token.Shown };
    }

    private FilterOperand ParsePath(string expected)
    {
        var path = ParsePath(expected, out var call);
        return call is null ? path : throw new FilterException(call.Value.Column, "Expected ')': a path stands here, not a test.");
    }

    private FilterOperand ParsePath(string expected, out FilterToken? call)
    {
        var start = _token;
        if (start.Kind != FilterTokenKind.Name) throw Expected(expected);
        if (start.Text == "value") return ParseValue(start, out call);
        FilterOperand operand = start.Text switch
        {
            "key" => Field(start, FilterField.Key),
            "topic" => Field(start, FilterField.Topic),
            "partition" => Field(start, FilterField.Partition),
            "offset" => Field(start, FilterField.Offset),
            "timestamp" => Field(start, FilterField.Timestamp),
            "headers" => ParseHeader(start),
            _ => throw Expected(expected),
        };
        if (start.Text != "headers") Advance();
        call = TryTake(".") ? TakeMethod() : null;
        return operand;
    }

    private static FieldOperand Field(FilterToken start, FilterField field) => new(field) { Column = start.Column, Text = start.Text };

    private HeaderOperand ParseHeader(FilterToken start)
    {
        Advance();
        Take("[");
        if (_token.Kind != FilterTokenKind.Text) throw Expected("a header's name in quotes");
        var name = Encoding.UTF8.GetBytes(_token.Text);
        Advance();
        Take("]");
        return new HeaderOperand(name) { Column = start.Column, Text = "a header" };
    }

    private FilterToken TakeMethod()
    {
        var method = _token;
        if (!IsMethod(method)) throw Expected("contains, startsWith or endsWith");
        Advance();
        return _token.Is("(") ? method : throw Expected("'('");
    }

    private static bool IsMethod(in FilterToken token) => token.Kind == FilterTokenKind.Name && token.Text is "contains" or "startsWith" or "endsWith";

    private ValueOperand ParseValue(FilterToken start, out FilterToken? call)
    {
        Advance();
        call = null;
        var node = Paths;
        for (var steps = 0; call is null && (_token.Is(".") || _token.Is("[")); steps++)
        {
            if (steps > _options.MaxPathSteps) throw new FilterException(_token.Column, $"A path may have {_options.MaxPathSteps} steps.");
            if (TryTake(".")) node = ParseMember(node, out call);
            else node = ParseIndex(node);
        }

        if (node.Slot < 0) node.Slot = SlotCount++;
        return new ValueOperand(node.Slot) { Column = start.Column, Text = "the value", IsRoot = node == Paths };
    }

    // A name with a parenthesis behind it is a method; any other is a member, whatever it is called.
    private PathNode ParseMember(PathNode node, out FilterToken? call)
    {
        var name = _token;
        if (name.Kind != FilterTokenKind.Name) throw Expected("a member's name; other names are written value['…']");
        Advance();
        call = IsMethod(name) && _token.Is("(") ? name : null;
        if (call is null && _token.Is("(")) throw new FilterException(name.Column, $"There is no test {name.Shown}: expected contains, startsWith or endsWith.");
        return call is null ? node.Member(name.Text) : node;
    }

    private PathNode ParseIndex(PathNode node)
    {
        Take("[");
        var index = _token;
        var next = index.Kind switch
        {
            FilterTokenKind.Text => node.Member(index.Text),
            FilterTokenKind.Number when int.TryParse(index.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < MaxIndex => node.Element(number),
            _ => throw Expected($"an index, 0 to {MaxIndex - 1}, or a member's name in quotes"),
        };
        Advance();
        Take("]");
        return next;
    }
}
