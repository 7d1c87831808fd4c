using Inventory.Worker.Consistency;

namespace Inventory.IntegrationTests;

public sealed class ConsistencyWindowTests
{
    private static readonly TimeSpan s_now = TimeSpan.FromDays(3);

    [Theory]
    [InlineData(1_000, 1, 3)]
    [InlineData(1_000, 10, 2)]
    [InlineData(1_000, 0, 3)]
    [InlineData(1_000_000, 1, 6)]
    [InlineData(10, 10, 0)]
    [InlineData(0, 0, 0)]
    public void Nines_say_how_rare_a_difference_is_and_no_more_than_the_count_can_speak_for(int compared, int differed, double nines)
    {
        var window = new ConsistencyWindow(looks: 2);
        window.Compared(s_now, compared);
        for (var i = 0; i < differed; i++)
        {
            window.Differed(s_now, look: 1);
        }

        Assert.Equal(nines, window.Nines(s_now, look: 1), precision: 9);
        Assert.Equal(compared, window.Count(s_now));
    }

    [Fact]
    public void What_was_more_than_ten_minutes_ago_no_longer_counts()
    {
        var window = new ConsistencyWindow(looks: 1);
        window.Compared(s_now, 100);
        window.Differed(s_now, look: 0);
        window.Compared(s_now + TimeSpan.FromMinutes(9), 50);

        Assert.Equal(150, window.Count(s_now + TimeSpan.FromMinutes(9)));
        Assert.Equal(50, window.Count(s_now + TimeSpan.FromMinutes(10)));
        window.Compared(s_now + TimeSpan.FromMinutes(30), 1);
        Assert.Equal(1, window.Count(s_now + TimeSpan.FromMinutes(30)));
    }
}
