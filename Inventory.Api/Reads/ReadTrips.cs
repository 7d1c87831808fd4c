namespace Inventory.Api.Reads;

/// <summary>
/// Reads by the trip: while one is under way, those who ask gather for the next, and a key that many ask for is read once.
/// Nobody is given the answer of a trip that had begun before he asked: it may be older than what he knows of.
/// </summary>
/// <param name="travel">Reads the keys, in their order; told the time stamp of when the first of them was asked for.</param>
/// <param name="mostKeys">How many keys a trip takes; one that is full leaves at once.</param>
/// <param name="time">Stamps.</param>
internal sealed class ReadTrips<T>(Func<IReadOnlyList<string>, long, Task<IReadOnlyList<T>>> travel, int mostKeys, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Trip? _gathering;
    private bool _isUnderWay;

    /// <summary>The next trip's answer for the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isShared">Whether somebody else goes on that trip already.</param>
    public ValueTask<T> ReadAsync(string key, out bool isShared)
    {
        Seat seat;
        lock (_gate)
        {
            seat = Join(key);
            isShared = seat.Trip.Riders > 1;
        }

        return seat.AnswerAsync();
    }

    /// <summary>The same of several keys, one at least, which may be answered by more than one trip where one has no room for all.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync(IReadOnlyList<string> keys)
    {
        var seats = new Seat[keys.Count];
        lock (_gate)
        {
            for (var i = 0; i < seats.Length; i++)
            {
                seats[i] = Join(keys[i]);
            }
        }

        // A long answer is not made where the others wait for theirs.
        await seats[^1].Trip.Answers.Task.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var answers = new T[seats.Length];
        for (var i = 0; i < seats.Length; i++)
        {
            answers[i] = (await seats[i].Trip.Answers.Task)[seats[i].Place];
        }

        return answers;
    }

    private Seat Join(string key)
    {
        if (_gathering is { } full && full.Keys.Count >= mostKeys)
        {
            _gathering = null;
            _ = Task.Run(() => TravelAsync(full));
        }

        var trip = _gathering ??= new Trip(time.GetTimestamp());
        if (!_isUnderWay)
        {
            _isUnderWay = true;
            _ = TravelInTurnAsync();
        }

        return new Seat(trip, trip.Take(key));
    }

    private async Task TravelInTurnAsync()
    {
        Trip? trip;
        do
        {
            // Behind the work that is waiting, which may be others who are about to ask: the more there is to do, the more go together.
            await Task.Yield();
            trip = Depart();
            await (trip is null ? Task.CompletedTask : TravelAsync(trip));
        }
        while (trip is not null);
    }

    private Trip? Depart()
    {
        lock (_gate)
        {
            var trip = _gathering;
            _gathering = null;
            _isUnderWay = trip is not null;
            return trip;
        }
    }

    private async Task TravelAsync(Trip trip)
    {
        try
        {
            trip.Answers.SetResult(await travel(trip.Keys, trip.AskedAt));
        }
        catch (Exception failure)
        {
            trip.Answers.SetException(failure); // It is for those who asked.
        }
    }

    /// <summary>A trip, and the place of one key on it.</summary>
    private readonly record struct Seat(Trip Trip, int Place)
    {
        public async ValueTask<T> AnswerAsync() => (await Trip.Answers.Task)[Place];
    }

    /// <summary>The keys of those who go together.</summary>
    private sealed class Trip(long askedAt)
    {
        private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

        public long AskedAt { get; } = askedAt;

        public List<string> Keys { get; } = [];

        /// <summary>How many have asked, counted once for each of their keys.</summary>
        public int Riders { get; private set; }

        /// <summary>Those who wait go on one after the other, where the trip ends: none of them waits for anything but servers.</summary>
        public TaskCompletionSource<IReadOnlyList<T>> Answers { get; } = new();

        /// <summary>Under the gate only.</summary>
        public int Take(string key)
        {
            Riders++;
            ref var place = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_places, key, out var isTaken);
            if (!isTaken)
            {
                place = Keys.Count;
                Keys.Add(key);
            }

            return place;
        }
    }
}
