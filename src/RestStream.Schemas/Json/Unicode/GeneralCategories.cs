using System.Collections.Concurrent;
using System.Globalization;
using static System.Globalization.UnicodeCategory;

namespace RestStream.Schemas.Json.Unicode;

/// <summary>The values of Unicode's General_Category by their names and aliases. Thread-safe.</summary>
internal static class GeneralCategories
{
    private static readonly (string[] Names, UnicodeCategory[] Categories)[] Known =
    [
        (["Lu", "Uppercase_Letter"], [UppercaseLetter]),
        (["Ll", "Lowercase_Letter"], [LowercaseLetter]),
        (["Lt", "Titlecase_Letter"], [TitlecaseLetter]),
        (["LC", "Cased_Letter"], [UppercaseLetter, LowercaseLetter, TitlecaseLetter]),
        (["Lm", "Modifier_Letter"], [ModifierLetter]),
        (["Lo", "Other_Letter"], [OtherLetter]),
        (["L", "Letter"], [UppercaseLetter, LowercaseLetter, TitlecaseLetter, ModifierLetter, OtherLetter]),
        (["Mn", "Nonspacing_Mark"], [NonSpacingMark]),
        (["Mc", "Spacing_Mark"], [SpacingCombiningMark]),
        (["Me", "Enclosing_Mark"], [EnclosingMark]),
        (["M", "Mark", "Combining_Mark"], [NonSpacingMark, SpacingCombiningMark, EnclosingMark]),
        (["Nd", "Decimal_Number", "digit"], [DecimalDigitNumber]),
        (["Nl", "Letter_Number"], [LetterNumber]),
        (["No", "Other_Number"], [OtherNumber]),
        (["N", "Number"], [DecimalDigitNumber, LetterNumber, OtherNumber]),
        (["Pc", "Connector_Punctuation"], [ConnectorPunctuation]),
        (["Pd", "Dash_Punctuation"], [DashPunctuation]),
        (["Ps", "Open_Punctuation"], [OpenPunctuation]),
        (["Pe", "Close_Punctuation"], [ClosePunctuation]),
        (["Pi", "Initial_Punctuation"], [InitialQuotePunctuation]),
        (["Pf", "Final_Punctuation"], [FinalQuotePunctuation]),
        (["Po", "Other_Punctuation"], [OtherPunctuation]),
        (["P", "Punctuation", "punct"],
            [ConnectorPunctuation, DashPunctuation, OpenPunctuation, ClosePunctuation, InitialQuotePunctuation, FinalQuotePunctuation, OtherPunctuation]),
        (["Sm", "Math_Symbol"], [MathSymbol]),
        (["Sc", "Currency_Symbol"], [CurrencySymbol]),
        (["Sk", "Modifier_Symbol"], [ModifierSymbol]),
        (["So", "Other_Symbol"], [OtherSymbol]),
        (["S", "Symbol"], [MathSymbol, CurrencySymbol, ModifierSymbol, OtherSymbol]),
        (["Zs", "Space_Separator"], [SpaceSeparator]),
        (["Zl", "Line_Separator"], [LineSeparator]),
        (["Zp", "Paragraph_Separator"], [ParagraphSeparator]),
        (["Z", "Separator"], [SpaceSeparator, LineSeparator, ParagraphSeparator]),
        (["Cc", "Control", "cntrl"], [Control]),
        (["Cf", "Format"], [Format]),
        (["Cs", "Surrogate"], [Surrogate]),
        (["Co", "Private_Use"], [PrivateUse]),
        (["Cn", "Unassigned"], [OtherNotAssigned]),
        (["C", "Other"], [Control, Format, Surrogate, PrivateUse, OtherNotAssigned]),
    ];

    private static readonly ConcurrentDictionary<string, CodePointSet> Sets = new();

    /// <summary>The code points of a category; null for a name that is none.</summary>
    public static CodePointSet? Find(string name)
    {
        if (Sets.TryGetValue(name, out var set)) return set;
        foreach (var (names, categories) in Known)
        {
            if (names.Contains(name, StringComparer.Ordinal)) return Sets.GetOrAdd(name, CodePointSet.Of(categories));
        }

        return null;
    }
}
