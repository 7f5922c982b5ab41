namespace RestStream.Server.Errors;

/// <summary>Codes of errors that only the HTTP surface knows; the engine's own are <see cref="Core.ErrorCode"/>.</summary>
internal static class HttpErrors
{
    public const string BadRequest = "bad-request";
    public const string InvalidJson = "invalid-json";
    public const string ValueOutOfRange = "value-out-of-range";
    public const string InvalidParameter = "invalid-parameter";
    public const string InvalidFilter = "invalid-filter";
    public const string InvalidCursor = "invalid-cursor";
    public const string InvalidAck = "invalid-ack";
    public const string UnknownSubscription = "unknown-subscription";
    public const string ValidationFailed = "validation-failed";
    public const string RouteNotFound = "route-not-found";
    public const string RecordNotFound = "record-not-found";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string NotAcceptable = "not-acceptable";
    public const string RequestTimeout = "request-timeout";
    public const string RequestTooLarge = "request-too-large";
    public const string UriTooLong = "uri-too-long";
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string UnsupportedContentEncoding = "unsupported-content-encoding";
    public const string ForeignOrigin = "foreign-origin";
    public const string UnknownHost = "unknown-host";
    public const string ServerBusy = "server-busy";
    public const string InternalError = "internal-error";
}
