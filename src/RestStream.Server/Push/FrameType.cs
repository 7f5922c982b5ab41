namespace RestStream.Server.Push;

/// <summary>The kinds of frames, by the names that clients see.</summary>
internal static class FrameType
{
    public const string Subscribed = "subscribed";
    public const string Records = "records";
    public const string Idle = "idle";
    public const string Gap = "gap";
    public const string Assigned = "assigned";
    public const string Revoked = "revoked";
}
