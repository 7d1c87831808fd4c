using CsCheck;
using Inventory.Worker.Messaging.Events;

namespace Inventory.IntegrationTests.Events;

public sealed class ConfirmationsTests
{
    private const int Messages = 12;

    private readonly Confirmations _confirmations = new();

    [Fact]
    public void What_waits_for_messages_is_done_exactly_when_all_up_to_them_are_confirmed_however_they_are_confirmed() =>
        Gen.Select(Gen.ULong[1, Messages], Gen.Bool).Array[0, 2 * Messages].Sample(confirmed =>
        {
            var confirmations = new Confirmations();
            var waiting = Enumerable.Range(1, Messages).Select(upTo => confirmations.UpToAsync((ulong)upTo)).ToArray();
            var known = new bool[Messages + 1];
            foreach (var (number, multiple) in confirmed)
            {
                confirmations.Confirm(number, multiple);
                for (var each = multiple ? 1UL : number; each <= number; each++)
                {
                    known[each] = true;
                }

                var all = known.Skip(1).TakeWhile(isConfirmed => isConfirmed).Count();
                Assert.All(waiting.Select((done, i) => (done.IsCompletedSuccessfully, UpTo: i + 1)), one => Assert.Equal(one.UpTo <= all, one.IsCompletedSuccessfully));
                Assert.All(waiting.Select((_, i) => i + 1), upTo => Assert.Equal(upTo <= all, confirmations.UpToAsync((ulong)upTo).IsCompletedSuccessfully));
            }
        });

    [Fact]
    public async Task What_waits_when_it_ends_is_told_why_and_so_is_who_comes_later()
    {
        var first = _confirmations.UpToAsync(1);
        var second = _confirmations.UpToAsync(2);
        _confirmations.Confirm(1, multiple: false);
        _confirmations.End("The wire was cut.");
        _confirmations.End("The worker has stopped.");

        await first;
        Assert.Equal("The wire was cut.", (await Assert.ThrowsAsync<UnconfirmedException>(() => second)).Message);
        Assert.Equal("The wire was cut.", (await Assert.ThrowsAsync<UnconfirmedException>(() => _confirmations.UpToAsync(2))).Message);
        await _confirmations.UpToAsync(1);
    }
}
