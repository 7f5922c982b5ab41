namespace RestStream.Server.OpenApi;

/// <summary>Puts an operation's description beside its route.</summary>
internal static class OperationDocExtensions
{
    public static TBuilder Describe<TBuilder>(this TBuilder route, OperationDoc doc) where TBuilder : IEndpointConventionBuilder
    {
        route.WithMetadata(doc);
        return route;
    }
}
