using Microsoft.Extensions.DependencyInjection;

namespace RestStream.Server.Tests;

/// <summary>Wraps a service that the server registered.</summary>
internal static class ServiceDecoration
{
    public static void Decorate<T>(this IServiceCollection services, Func<T, T> wrap) where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T));
        services.Remove(inner);
        services.AddKeyedSingleton<object>(typeof(ServiceDecoration), (provider, _) => inner.ImplementationFactory!(provider));
        services.AddSingleton(provider => wrap((T)provider.GetRequiredKeyedService<object>(typeof(ServiceDecoration))));
    }
}
