using RestStream.Core;
using RestStream.Server.Filters;

namespace RestStream.Server.Push;

/// <summary>What every stream of the hub works with.</summary>
internal sealed record PushServices(
    ILogEngine Engine, SharedBatches Batches, SubscriptionStart Starts, FilterCompiler Filters, PushOptions Options, PushMetrics Metrics, PushStop Stop, TimeProvider Time);
