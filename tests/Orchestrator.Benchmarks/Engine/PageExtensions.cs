namespace Orchestrator.Benchmarks.Engine;

internal static class PageExtensions
{
    public static async Task<T> FirstPageAsync<T>(this IAsyncEnumerable<T> pages)
    {
        await foreach (var page in pages)
        {
            return page;
        }

        throw new InvalidOperationException("There is no page.");
    }
}
