using System.Globalization;
using System.Text;
using RestStream.Core.Fetch;

namespace RestStream.Server.Filters;

/// <summary>
/// Reads a filter by its grammar (docs/filters.md) and checks its types. Recursion is bounded by <see cref="FilterOptions.MaxDepth"/>, the rest by the number of nodes.
/// </summary>
internal sealed partial class FilterParser
{
    private const int MaxSearchedBytes = 256;
    private readonly FilterLexer _lexer;
    private readonly FilterOptions _options;
    private FilterToken _token;
    private int _nodes;
    private int _depth;

    public FilterParser(string text, FilterOptions options)
    {
        (_lexer, _options) = (new FilterLexer(text), options);
        _token = _lexer.Next();
    }

    /// <summary>The paths into the value that were met.</summary>
    public PathNode Paths { get; } = new();

    /// <summary>How many of them there are.</summary>
    public int SlotCount { get; private set; }

    /// <exception cref="FilterException">The text is no filter.</exception>
    public FilterNode Parse()
    {
        var root = ParseAny();
        return _token.Kind == FilterTokenKind.End ? root : throw Expected("'&&', '||' or the end");
    }

    private FilterNode ParseAny()
    {
        var parts = new List<FilterNode> { ParseAll() };
        while (TryTake("||")) parts.Add(ParseAll());
        return parts.Count == 1 ? parts[0] : new AnyNode([.. parts]);
    }

    private FilterNode ParseAll()
    {
        var parts = new List<FilterNode> { ParseUnary() };
        while (TryTake("&&")) parts.Add(ParseUnary());
        return parts.Count == 1 ? parts[0] : new AllNode([.. parts]);
    }

    private FilterNode ParseUnary()
    {
        if (++_depth > _options.MaxDepth) throw new FilterException(_token.Column, $"Parentheses and negations may nest {_options.MaxDepth} deep.");
        try
        {
            Count();
            if (TryTake("!")) return new NotNode(ParseUnary());
            if (!TryTake("(")) return ParseTest();
            var inner = ParseAny();
            Take(")");
            return inner;
        }
        finally
        {
            _depth--;
        }
    }

    private FilterNode ParseTest()
    {
        if (TryTakeName("exists"))
        {
            Take("(");
            var path = ParsePath("a path such as value.mag");
            Take(")");
            return new ExistsNode(path);
        }

        var left = ParseOperand(out var call);
        if (call is { } method) return ParseCall(left, method);
        if (TryTakeName("in")) return ParseIn(left);
        if (OperatorOf(_token) is not { } op) return Truth(left);
        var at = _token;
        Advance();
        var right = ParseOperand(out call);
        if (call is not null) throw new FilterException(_token.Column, "A test stands here where a value is compared; put it in parentheses and join it with '&&' or '||'.");
        return Compare(left, op, at, right);
    }

    private CompareNode ParseCall(FilterOperand left, FilterToken method)
    {
        var op = method.Text switch
        {
            "contains" => FilterOperator.Contains,
            "startsWith" => FilterOperator.StartsWith,
            _ => FilterOperator.EndsWith,
        };
        Take("(");
        var right = ParseSearched(method.Text);
        Take(")");
        CheckText(left);
        if (op != FilterOperator.Contains) CheckText(right);
        return new CompareNode(left, op, right);
    }

    // A literal alone, and no long one: what a search costs must not grow with the record on both sides.
    private LiteralOperand ParseSearched(string method)
    {
        Count();
        var literal = ParseLiteral() ?? throw Expected($"a literal: {method} takes no path");
        if (literal.Bytes.Length > MaxSearchedBytes) throw new FilterException(literal.Column, $"{method} takes a text of at most {MaxSearchedBytes} bytes.");
        return literal;
    }

    private InNode ParseIn(FilterOperand left)
    {
        Take("[");
        var literals = new List<LiteralOperand>();
        do
        {
            Count();
            var literal = ParseLiteral() ?? throw Expected("a number, a text, true, false or null");
            literal = AsTimestamp(left, literal);
            CheckComparable(left, literal, literal.Column);
            literals.Add(literal);
        }
        while (TryTake(","));
        Take("]");
        return new InNode(left, [.. literals]);
    }

    private TrueNode Truth(FilterOperand operand)
    {
        if ((operand.Types & FilterTypes.Boolean) == 0 || operand is LiteralOperand { Kind: not (FilterKind.True or FilterKind.False) })
        {
            throw Expected("a comparison such as == or <, 'in' or .contains(…)");
        }

        return new TrueNode(operand);
    }

    private static CompareNode Compare(FilterOperand left, FilterOperator op, FilterToken at, FilterOperand right)
    {
        if (right is LiteralOperand rightLiteral) right = AsTimestamp(left, rightLiteral);
        if (left is LiteralOperand leftLiteral) left = AsTimestamp(right, leftLiteral);
        CheckComparable(left, right, at.Column);
        var isOrder = op is not (FilterOperator.Equal or FilterOperator.NotEqual);
        const FilterTypes ordered = FilterTypes.Number | FilterTypes.Text;
        if (isOrder && (left.Types & right.Types & ordered) == 0) throw new FilterException(at.Column, $"'{at.Text}' compares numbers or texts.");
        return new CompareNode(left, op, right);
    }

    private void Count()
    {
        if (++_nodes > _options.MaxNodes) throw new FilterException(_token.Column, $"A filter may have {_options.MaxNodes} tests, paths and literals.");
    }

    private void Advance() => _token = _lexer.Next();

    private bool TryTake(string symbol)
    {
        if (!_token.Is(symbol)) return false;
        Advance();
        return true;
    }

    private bool TryTakeName(string name)
    {
        if (!_token.IsName(name)) return false;
        Advance();
        return true;
    }

    private void Take(string symbol)
    {
        if (!TryTake(symbol)) throw Expected($"'{symbol}'");
    }

    private FilterException Expected(string what) => new(_token.Column, $"Expected {what}, found {_token.Shown}.");

    private static FilterOperator? OperatorOf(in FilterToken token) => token.Kind != FilterTokenKind.Symbol ? null : token.Text switch
    {
        "==" => FilterOperator.Equal,
        "!=" => FilterOperator.NotEqual,
        "<" => FilterOperator.Less,
        "<=" => FilterOperator.LessOrEqual,
        ">" => FilterOperator.Greater,
        ">=" => FilterOperator.GreaterOrEqual,
        _ => null,
    };

    private static void CheckText(FilterOperand operand)
    {
        if ((operand.Types & FilterTypes.Text) == 0) throw new FilterException(operand.Column, $"{operand.Text} is {NameOf(operand.Types)}; a text is expected.");
    }

    private static void CheckComparable(FilterOperand left, FilterOperand right, int column)
    {
        if ((left.Types & right.Types) != 0) return;
        throw new FilterException(column, $"{left.Text} is {NameOf(left.Types)} and {right.Text} is {NameOf(right.Types)}: they are never equal.");
    }

    private static string NameOf(FilterTypes types) => types switch
    {
        FilterTypes.Number => "a number",
        FilterTypes.Text => "a text",
        FilterTypes.Boolean => "true or false",
        FilterTypes.Null => "null",
        _ => "a text or null",
    };

    private static bool IsTime(FilterOperand field, FilterOperand text) =>
        field is FieldOperand { Field: FilterField.Timestamp } && text is LiteralOperand { Kind: FilterKind.Text };

    /// <summary>A text beside the timestamp is a time of ISO 8601.</summary>
    private static LiteralOperand AsTimestamp(FilterOperand field, LiteralOperand literal)
    {
        if (!IsTime(field, literal)) return literal;
        if (!PositionParser.TryReadIsoTime(Encoding.UTF8.GetString(literal.Bytes), out var time)) throw new FilterException(literal.Column, "A timestamp is a number of milliseconds or a time such as '2026-11-01T00:00Z'.");
        var milliseconds = time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return new LiteralOperand(FilterKind.Number, Encoding.ASCII.GetBytes(milliseconds)) { Column = literal.Column, Text = literal.Text };
    }
}
