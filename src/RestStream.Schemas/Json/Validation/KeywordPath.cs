using System.Text;

namespace RestStream.Schemas.Json.Validation;

/// <summary>The way through the schema to where reasons are looked for. Its steps are written out only for a reason that is found.</summary>
internal sealed class KeywordPath
{
    private readonly List<(string Keyword, string? Name)> _steps = [];

    public int Count => _steps.Count;

    /// <summary>About how many characters it takes to write.</summary>
    public int Length { get; private set; }

    /// <summary>Goes on to a subschema.</summary>
    /// <param name="keyword">The keyword that holds it.</param>
    /// <param name="name">Its name or number there; null when the keyword holds one.</param>
    public void Push(string keyword, string? name)
    {
        _steps.Add((keyword, name));
        Length += LengthOf(_steps[^1]);
    }

    /// <summary>Goes back to when there were so many steps.</summary>
    public void PopTo(int count)
    {
        for (; _steps.Count > count; _steps.RemoveAt(_steps.Count - 1)) Length -= LengthOf(_steps[^1]);
    }

    /// <summary>The JSON Pointer of a keyword there, or of the subschema itself; a long one is cut.</summary>
    public string To(string? keyword)
    {
        var pointer = new StringBuilder();
        foreach (var (step, name) in _steps)
        {
            pointer.Append('/').Append(step);
            if (name is not null) pointer.Append('/').Append(JsonPointer.Escape(name));
            if (pointer.Length > JsonPointer.ShownMax) break;
        }

        if (keyword is not null) pointer.Append('/').Append(keyword);
        return JsonPointer.Shown(pointer.ToString());
    }

    private static int LengthOf((string Keyword, string? Name) step) => step.Keyword.Length + (step.Name?.Length ?? 0) + 2;
}
