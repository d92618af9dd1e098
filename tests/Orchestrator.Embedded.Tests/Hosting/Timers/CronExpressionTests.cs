using System.Globalization;
using Orchestrator.Embedded.Hosting.Timers;

namespace Orchestrator.Embedded.Tests.Hosting.Timers;

public sealed class CronExpressionTests
{
    // 2026-11-20 is a Friday.
    [Theory]
    [InlineData("* * * * * *", "2026-11-20T12:00:00", "2026-11-20T12:00:01")]
    [InlineData("0 * * * * *", "2026-11-20T12:00:00", "2026-11-20T12:01:00")]
    [InlineData("0 * * * * *", "2026-11-20T11:59:59.9999999", "2026-11-20T12:00:00")]
    [InlineData("* * * * *", "2026-11-20T12:00:30", "2026-11-20T12:01:00")]
    [InlineData("0 */5 * * * *", "2026-11-20T12:00:00", "2026-11-20T12:05:00")]
    [InlineData("0 */5 * * * *", "2026-11-20T12:58:01", "2026-11-20T13:00:00")]
    [InlineData("5,8,10 * * * * *", "2026-11-20T12:00:05", "2026-11-20T12:00:08")]
    [InlineData("5,8,10 * * * * *", "2026-11-20T12:00:10", "2026-11-20T12:01:05")]
    [InlineData("0 5 * * * *", "2026-11-20T12:05:00", "2026-11-20T13:05:00")]
    [InlineData("0 3/20 * * * *", "2026-11-20T12:04:00", "2026-11-20T12:23:00")]
    [InlineData("0 3/20 * * * *", "2026-11-20T12:43:00", "2026-11-20T13:03:00")]
    [InlineData("0 10-20/5 * * * *", "2026-11-20T12:15:00", "2026-11-20T12:20:00")]
    [InlineData("0 10-20/5 * * * *", "2026-11-20T12:20:00", "2026-11-20T13:10:00")]
    [InlineData("*/0 * * * * *", "2026-11-20T12:00:00", "2026-11-20T12:00:01")]
    [InlineData("0 0 */2 * * *", "2026-11-20T12:00:00", "2026-11-20T14:00:00")]
    [InlineData("0 0 9-17 * * *", "2026-11-20T17:00:00", "2026-11-21T09:00:00")]
    [InlineData("0 30 9 * * *", "2026-11-20T12:00:00", "2026-11-21T09:30:00")]
    [InlineData("59 59 23 * * *", "2026-11-20T23:59:58", "2026-11-20T23:59:59")]
    [InlineData("59 59 23 * * *", "2026-11-20T23:59:59", "2026-11-21T23:59:59")]
    [InlineData("0 30 9 * * 1-5", "2026-11-20T12:00:00", "2026-11-23T09:30:00")]
    [InlineData("0 30 9 * * Mon-Fri", "2026-11-20T12:00:00", "2026-11-23T09:30:00")]
    [InlineData("0 30 9 * * FRI-MON", "2026-11-20T12:00:00", "2026-11-23T09:30:00")]
    [InlineData("0 0 0 * * Sunday", "2026-11-20T12:00:00", "2026-11-22T00:00:00")]
    [InlineData("0 0 0 * * 0", "2026-11-22T00:00:00", "2026-11-29T00:00:00")]
    [InlineData("0 30 9 * Jan Mon", "2026-11-20T12:00:00", "2027-01-04T09:30:00")]
    [InlineData("0 0 0 1 dec *", "2026-11-20T12:00:00", "2026-12-01T00:00:00")]
    [InlineData("0 0 0 31 * *", "2026-11-20T12:00:00", "2026-12-31T00:00:00")]
    [InlineData("0 0 0 31 4,6,9,11,12 *", "2026-11-20T12:00:00", "2026-12-31T00:00:00")]
    [InlineData("0 0 0 13 * 5", "2026-11-20T12:00:00", "2027-08-13T00:00:00")]
    [InlineData("0 0 0 29 2 *", "2026-11-20T12:00:00", "2028-02-29T00:00:00")]
    [InlineData("0 0 0 29 2 *", "2096-02-29T00:00:00", "2104-02-29T00:00:00")]
    [InlineData("0 0 0 29 2 1", "2026-11-20T12:00:00", "2044-02-29T00:00:00")]
    [InlineData("0 0 0 1 1 *", "2026-12-31T23:59:59", "2027-01-01T00:00:00")]
    [InlineData("  0   0 0 1 1   * ", "2026-12-31T23:59:59", "2027-01-01T00:00:00")]
    public void NextAfter_Expression_IsTheFirstMatchingSecond(string expression, string after, string expected)
    {
        var next = CronExpression.Parse(expression).NextAfter(Time(after));

        Assert.Equal(Time(expected), next);
        Assert.Equal(DateTimeKind.Utc, next!.Value.Kind);
    }

    [Theory]
    [InlineData("0 0 0 30 2 *")]
    [InlineData("0 0 0 31 2,4,6,9,11 *")]
    public void NextAfter_DateThatNeverComes_IsNull(string expression) =>
        Assert.Null(CronExpression.Parse(expression).NextAfter(Time("2026-11-20T12:00:00")));

    [Theory]
    [InlineData("", "it has 0 fields")]
    [InlineData("* * * *", "it has 4 fields")]
    [InlineData("* * * * * * *", "it has 7 fields")]
    [InlineData("60 * * * * *", "60 is not allowed in the second field, which takes 0 to 59")]
    [InlineData("0 60 * * * *", "60 is not allowed in the minute field, which takes 0 to 59")]
    [InlineData("0 0 24 * * *", "24 is not allowed in the hour field, which takes 0 to 23")]
    [InlineData("0 0 0 0 * *", "0 is not allowed in the day field, which takes 1 to 31")]
    [InlineData("0 0 0 32 * *", "32 is not allowed in the day field, which takes 1 to 31")]
    [InlineData("0 0 0 * 13 *", "13 is not allowed in the month field, which takes 1 to 12")]
    [InlineData("0 0 0 * * 7", "7 is not allowed in the day-of-week field, which takes 0 to 6")]
    [InlineData("0 0 0 * * Moon", "'Moon' is not a value of the day-of-week field")]
    [InlineData("0 0 0 * Mon *", "'Mon' is not a value of the month field")]
    [InlineData("0 Jan * * * *", "'Jan' is not a value of the minute field")]
    [InlineData("0 1,,2 * * * *", "the minute field has an empty value")]
    [InlineData("0 1, * * * *", "the minute field has an empty value")]
    [InlineData("0 1- * * * *", "the minute field has an empty value")]
    [InlineData("0 -1 * * * *", "-1 is not allowed in the minute field")]
    [InlineData("0 */x * * * *", "'*/x' is not a value of the minute field")]
    [InlineData("0 */ * * * *", "'*/' is not a value of the minute field")]
    [InlineData("0 ? * * * *", "'?' is not a value of the minute field")]
    [InlineData("0 ** * * * *", "'**' is not a value of the minute field")]
    [InlineData("0 0 0 L * *", "'L' is not a value of the day field")]
    public void Parse_NotNcrontab_SaysWhatIsWrong(string expression, string message)
    {
        var error = Assert.Throws<FormatException>(() => CronExpression.Parse(expression));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static DateTime Time(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
