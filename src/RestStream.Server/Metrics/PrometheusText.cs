using System.Globalization;
using System.Text;

namespace RestStream.Server.Metrics;

/// <summary>Writes Prometheus' text format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private readonly StringBuilder _text = new();

    /// <summary>The labels of a measurement: <c>a="x",b="y"</c>.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            if (labels.Length > 0) labels.Append(',');
            labels.Append(SafeName(name)).Append("=\"").Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }

        return labels.ToString();
    }

    public static string Label(string name, string value) => $"{name}=\"{Escape(value)}\"";

    public void Head(string name, string type, string help) =>
        _text.Append("# HELP ").Append(name).Append(' ').Append(help.ReplaceLineEndings(" ")).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    public void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0) _text.Append('{').Append(labels).Append('}');
        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>An instrument of a meter, under its name in Prometheus' manner.</summary>
    public void Instrument(InstrumentReading reading)
    {
        var name = NameOf(reading);
        Head(name, TypeOf(reading.Kind), reading.Description ?? reading.Name);
        if (reading.IsEmpty && reading.Kind != InstrumentKind.Histogram) Sample(name, "", 0);
        foreach (var (labels, series) in reading.SeriesByLabels)
        {
            if (reading.Kind == InstrumentKind.Histogram) Histogram(name, labels, reading, series);
            else Sample(name, labels, series.Read().Value * FactorOf(reading.Unit));
        }
    }

    public override string ToString() => _text.ToString();

    private void Histogram(string name, string labels, InstrumentReading reading, Series series)
    {
        var (sum, count, buckets) = series.Read();
        var factor = FactorOf(reading.Unit);
        var separator = labels.Length > 0 ? "," : "";
        long cumulated = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            cumulated += buckets[i];
            Sample(name + "_bucket", $"{labels}{separator}le=\"{(reading.Bounds[i] * factor).ToString("R", CultureInfo.InvariantCulture)}\"", cumulated);
        }

        Sample(name + "_bucket", $"{labels}{separator}le=\"+Inf\"", count);
        Sample(name + "_sum", labels, sum * factor);
        Sample(name + "_count", labels, count);
    }

    private static string NameOf(InstrumentReading reading)
    {
        var name = SafeName(reading.Name);
        var unit = reading.Unit switch { "By" => "_bytes", "s" or "ms" => "_seconds", _ => "" };
        if (!name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return reading.Kind is InstrumentKind.Counter or InstrumentKind.ObservedCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string TypeOf(InstrumentKind kind) => kind switch
    {
        InstrumentKind.Counter or InstrumentKind.ObservedCounter => "counter",
        InstrumentKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static double FactorOf(string? unit) => unit == "ms" ? 0.001 : 1;

    private static string SafeName(string name) => string.Create(name.Length, name, (span, source) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
    });

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
