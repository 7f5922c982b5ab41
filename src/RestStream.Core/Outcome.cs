using System.Diagnostics.CodeAnalysis;

namespace RestStream.Core;

/// <summary>A value, or the <see cref="Error"/> that stands in its place.</summary>
public readonly struct Outcome<T> where T : class
{
    private Outcome(T? value, Error? error) => (Value, Error) = (value, error);

    /// <summary>The value; null when there is an <see cref="Error"/>.</summary>
    public T? Value { get; }

    /// <summary>The error; null when there is a <see cref="Value"/>.</summary>
    public Error? Error { get; }

    /// <summary>True when there is a <see cref="Value"/>.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>A success.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator Outcome<T>(Error error) => new(null, error);
}
