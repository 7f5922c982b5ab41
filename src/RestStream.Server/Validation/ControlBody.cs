using System.Buffers;
using System.Text.Unicode;
using FluentValidation;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.Records;

namespace RestStream.Server.Validation;

/// <summary>
/// A control body, read strictly: duplicate and unknown members, bad UTF-8, wrong types and depth are refused with the place. Whatever its Content-Type says
/// (<c>curl -d</c> says form-urlencoded), the body is taken as JSON. The endpoint filter answers <see cref="Problem"/> before the handler runs.
/// </summary>
internal sealed class ControlBody<T> : IControlBody where T : class
{
    private ControlBody(T? value, Problem? problem) => (Value, Problem) = (value!, problem);

    /// <summary>The body; not null once the filter let it pass.</summary>
    public T Value { get; }

    public Problem? Problem { get; }

    object? IControlBody.Value => Value;

    Type IControlBody.ValidatorType => typeof(IValidator<T>);

    /// <summary>Called by the framework for each parameter of this type.</summary>
    public static async ValueTask<ControlBody<T>> BindAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var limit = services.GetRequiredService<LimitOptions>().MaxControlBodyBytes;
        var body = await RequestBody.ReadAsync(context, limit, services.GetRequiredService<BodyBudget>());
        if (body.Problem is not null) return new(null, body.Problem);
        try
        {
            return Parse(body.Bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body.Buffer);
            body.Release();
        }
    }

    private static ControlBody<T> Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Trim(" \t\r\n"u8).IsEmpty) return Refuse("", "The body is empty; the call takes a JSON object.");
        if (!Utf8.IsValid(utf8)) return Refuse("", "The body is not valid UTF-8.");
        var value = ControlJson.Read<T>(utf8, out var problem);
        return new(value, problem);
    }

    private static ControlBody<T> Refuse(string pointer, string detail) => new(null, ControlJson.Refuse(pointer, detail));
}
