using System.Globalization;

namespace RestStream.Benchmarks.Report;

/// <summary>The one page: figures are printed as they come, each beside its limit and target.</summary>
internal sealed class Page
{
    private readonly List<Figure> _figures = [];

    public int Missed => _figures.Count(figure => figure.Passed == false);

    public static void Head(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine();
        Print("", "ours", "limit", "ratio (spread)", "target", "");
    }

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        var verdict = figure.Passed switch { true => "pass", false => "MISS", null => "" };
        Print(figure.Name, figure.Ours, figure.Limit, figure.Ratio, figure.Target, verdict);
    }

    public static void Note(string text) => Console.WriteLine($"    {text}");

    /// <summary>A rate in thousands or millions per second.</summary>
    public static string Rate(double perSecond) => perSecond >= 1e6
        ? string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e6:0.00} M/s")
        : string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e3:0.0} k/s");

    /// <summary>Bytes per second, in 10^6.</summary>
    public static string ByteRate(double perSecond) => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e6:0} MB/s");

    public static string Number(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {unit}");

    /// <summary>A ratio's median with its spread.</summary>
    public static string Spread(Samples ratio) =>
        string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.00} ({ratio.Min:0.00}–{ratio.Max:0.00})");

    private static void Print(string name, string ours, string limit, string ratio, string target, string verdict) =>
        Console.WriteLine($"{name,-50} {ours,13} {limit,22} {ratio,20} {target,20}  {verdict}".TrimEnd());
}
