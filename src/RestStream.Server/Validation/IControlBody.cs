using RestStream.Server.Errors;

namespace RestStream.Server.Validation;

/// <summary>A control body before the endpoint filter looked at it.</summary>
internal interface IControlBody
{
    /// <summary>Why it cannot be read; null when it can.</summary>
    Problem? Problem { get; }

    /// <summary>The body; null with a <see cref="Problem"/>.</summary>
    object? Value { get; }

    /// <summary>What a validator of it implements.</summary>
    Type ValidatorType { get; }
}
