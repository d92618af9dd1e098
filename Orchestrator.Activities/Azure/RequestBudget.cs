using System.Globalization;
using Azure;
using Azure.Core;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>
/// What Azure lets us send now, counted as Azure counts it, per subscription, caller, region and kind, and corrected by what its answers say is left.
/// Whoever comes when nothing is left is told when to come again; nobody waits in here, because the caller is an activity and the orchestration can wait
/// on a durable timer, at no cost and over restarts. Safe for threads.
/// </summary>
internal sealed class RequestBudget(TimeProvider time)
{
    /// <summary>More buckets than this, and full ones, which say nothing, are dropped.</summary>
    private const int KeptBuckets = 10_000;

    private const string Remaining = "x-ms-ratelimit-remaining-";
    private static readonly string[] ArmWide = ["SubscriptionRequestsThrottled", "TenantRequestsThrottled"];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RequestBucket> _buckets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes one token of every limit that the request falls under, or none.</summary>
    /// <returns>Null when it may be sent; else the limit that is used up and the seconds to wait.</returns>
    public (string Limit, int Seconds)? TryTake(ArmRequest request, string principal, string armRegion)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var buckets = BucketsOf(request, principal, armRegion, now);
            if (buckets.MaxBy(bucket => bucket.SecondsUntilFree(now)) is { } tightest && tightest.SecondsUntilFree(now) > 0)
            {
                return (tightest.Limit.Name, tightest.SendAway(now));
            }

            buckets.ForEach(static bucket => bucket.Take());
            return null;
        }
    }

    /// <summary>Corrects the count by what an answer says.</summary>
    public void Learn(ArmRequest request, string principal, string armRegion, ResponseHeaders headers, ArmResponse response)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var buckets = BucketsOf(request, principal, armRegion, now);
            foreach (var header in headers.Where(static h => h.Name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase)))
            {
                LearnHeader(header, request, buckets, now);
            }

            if (response is { Error.Category: ErrorCategory.RateLimited, RetryAfterSeconds: { } seconds })
            {
                // The narrowest limit: a scale set that had too much is no reason to stop for the whole subscription.
                var refused = ArmWide.Contains(response.Error.AzureCode, StringComparer.OrdinalIgnoreCase) ? buckets[OwnOf(request)] : buckets[^1];
                refused.CloseUntil(now.AddSeconds(seconds));
            }
        }
    }

    private static void LearnHeader(HttpHeader header, ArmRequest request, List<RequestBucket> buckets, DateTimeOffset now)
    {
        var name = header.Name.ToLowerInvariant();
        if (name == $"{Remaining}resource")
        {
            LearnPolicies(header.Value, buckets);
        }
        else if (name.StartsWith(Remaining, StringComparison.Ordinal) && Number(header.Value) is { } left)
        {
            // …-subscription-global-reads is everybody's, the other forms are ours.
            buckets[name.Contains("-global-", StringComparison.Ordinal) ? 0 : OwnOf(request)].AtMost(left);
        }
        else if (name == "x-ms-request-charge" && Number(header.Value) is > 1 and var charge)
        {
            foreach (var bucket in buckets.Skip(OwnOf(request) + 1))
            {
                bucket.Take(charge - 1);
            }
        }
        else if (name == "x-ms-user-quota-remaining" && Number(header.Value) is { } queries)
        {
            buckets[^1].AtMost(queries);
        }
        else if (name == "x-ms-user-quota-resets-after" && TimeSpan.TryParse(header.Value, CultureInfo.InvariantCulture, out var reset) && buckets[^1].SecondsUntilFree(now) > 0)
        {
            buckets[^1].CloseUntil(now + reset);
        }
    }

    /// <summary>Compute's, such as <c>Microsoft.Compute/UpdateVMResource;11</c>; those of a single resource have Resource in their name.</summary>
    private static void LearnPolicies(string value, List<RequestBucket> buckets)
    {
        foreach (var policy in value.Split(',', StringSplitOptions.TrimEntries))
        {
            if (buckets.Count > 2 && policy.Split(';') is [var name, var count] && Number(count) is { } left)
            {
                var isOfResource = name.EndsWith("Resource", StringComparison.OrdinalIgnoreCase);
                var bucket = isOfResource ? buckets[^1] : buckets.Count > 3 ? buckets[^2] : buckets[^1];
                if (bucket.Limit.Name.EndsWith(" of one", StringComparison.Ordinal) == isOfResource)
                {
                    bucket.AtMost(left);
                }
            }
        }
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Where the caller's own share of ARM's limit stands in the list: after everybody's, where there is a subscription.</summary>
    private static int OwnOf(ArmRequest request) => ResourceId.TryGetSubscription(request.Url.AbsolutePath) is null ? 0 : 1;

    private List<RequestBucket> BucketsOf(ArmRequest request, string principal, string armRegion, DateTimeOffset now) =>
        [.. RequestLimits.Of(request, principal, armRegion).Select(limit => Bucket(limit.Key, limit.Limit, now))];

    private RequestBucket Bucket(string key, RequestLimit limit, DateTimeOffset now)
    {
        if (_buckets.TryGetValue(key, out var bucket))
        {
            return bucket;
        }

        if (_buckets.Count >= KeptBuckets)
        {
            foreach (var full in _buckets.Where(entry => entry.Value.IsFull(now)).Select(static entry => entry.Key).ToList())
            {
                _buckets.Remove(full);
            }
        }

        return _buckets[key] = new RequestBucket(limit, now);
    }
}
